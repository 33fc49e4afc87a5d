using static TorchSharp.torch;

namespace Gradus.Torch.Losses;

/// <summary>A loss, and its derivatives by those inputs that have one.</summary>
internal readonly record struct Evaluation(Tensor Value, List<Tensor> Slopes)
{
    public Evaluation To(ScalarType type) => new(Value.to(type), [.. Slopes.Select(slope => slope.to(type))]);
}

internal static class Gradients
{
    /// <summary>
    /// The saved derivative times what comes from above. That is mostly exactly 1, and then costs nothing.
    /// An empty derivative stands for an input that wanted none.
    /// </summary>
    public static Tensor Scale(Tensor slope, Tensor above)
    {
        if (slope.numel() == 0) return null!;
        return above.numel() == 1 && above.device_type == TorchSharp.DeviceType.CPU && above.to(ScalarType.Float64).item<double>() == 1
            ? slope.alias()
            : slope * above;
    }
}
