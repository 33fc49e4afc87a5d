using static TorchSharp.torch;

namespace Gradus.Torch.Losses;

/// <summary>In which type a loss is computed: float32 and float64 in their own, shorter ones in float32.</summary>
internal static class Precision
{
    /// <summary>A loss of a prediction and two more inputs, in one type.</summary>
    public delegate Evaluation Sweep(Tensor prediction, Tensor second, Tensor third);

    /// <summary>Runs a loss in the type that the prediction asks for; the result has the prediction's own.</summary>
    public static Evaluation Run(Tensor prediction, Tensor second, Tensor third, Sweep single, Sweep twice) => prediction.dtype switch
    {
        ScalarType.Float32 => single(prediction, second, third),
        ScalarType.Float64 => twice(prediction, second, third),
        _ => single(Single(prediction), Single(second), Single(third)).To(prediction.dtype),
    };

    /// <summary>Class indices stay what they are.</summary>
    private static Tensor Single(Tensor tensor) => tensor.is_floating_point() ? tensor.to(ScalarType.Float32) : tensor;
}
