using static TorchSharp.torch;

namespace Gradus.Torch.Losses;

/// <summary>In which type a loss is computed: float32 and float64 in their own, shorter ones in float32.</summary>
internal static class Precision
{
    /// <summary>Runs a loss in the type that the first input, the prediction, asks for; the result has the prediction's own.</summary>
    public static Evaluation Run(Tensor[] inputs, Func<Tensor[], Evaluation> single, Func<Tensor[], Evaluation> twice) => inputs[0].dtype switch
    {
        ScalarType.Float32 => single(inputs),
        ScalarType.Float64 => twice(inputs),
        _ => single([.. inputs.Select(Single)]).To(inputs[0].dtype),
    };

    /// <summary>Class indices stay what they are.</summary>
    private static Tensor Single(Tensor tensor) => tensor.is_floating_point() ? tensor.to(ScalarType.Float32) : tensor;
}
