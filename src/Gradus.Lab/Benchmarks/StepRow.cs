namespace Gradus.Lab.Benchmarks;

/// <summary>One rule on parameters of one size. Times are milliseconds a step, ratios are taken round by round.</summary>
public sealed record StepRow
{
    /// <summary>The rule's name.</summary>
    public required string Rule { get; init; }

    /// <summary>The parameters.</summary>
    public required ParameterSizes Sizes { get; init; }

    /// <summary>What libtorch was asked for.</summary>
    public required string Peer { get; init; }

    /// <summary>Bytes that a step must read and write.</summary>
    public required long Bytes { get; init; }

    /// <summary>Gradus.</summary>
    public required Spread Ours { get; init; }

    /// <summary>TorchSharp's own optimizer.</summary>
    public required Spread TorchSharp { get; init; }

    /// <summary>TorchSharp's own optimizer in a process that does nothing else, in milliseconds; null where not measured.</summary>
    public double? TorchSharpAlone { get; init; }

    /// <summary>libtorch's fused kernel, or its foreach operations.</summary>
    public required Spread Libtorch { get; init; }

    /// <summary>Passing the same bytes with next to no arithmetic.</summary>
    public required Spread Roofline { get; init; }

    /// <summary>TorchSharp's time over ours.</summary>
    public required Spread OverTorchSharp { get; init; }

    /// <summary>TorchSharp's time in a process of its own over ours; null where not measured.</summary>
    public double? OverTorchSharpAlone => TorchSharpAlone / Ours.Median;

    /// <summary>libtorch's time over ours.</summary>
    public required Spread OverLibtorch { get; init; }

    /// <summary>The roofline's time over ours: 1 is all that memory allows.</summary>
    public required Spread OfRoofline { get; init; }

    /// <summary>Our memory traffic, in 10⁹ bytes a second.</summary>
    public double GigabytesPerSecond => Bytes / Ours.Median / 1e6;
}
