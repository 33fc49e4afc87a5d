namespace Gradus.Lab.Benchmarks;

/// <summary>One loss, forward and backward. Times are milliseconds, ratios are taken round by round.</summary>
public sealed record LossRow
{
    /// <summary>The loss.</summary>
    public required string Loss { get; init; }

    /// <summary>The shape of the predictions.</summary>
    public required string Shape { get; init; }

    /// <summary>What TorchSharp computed.</summary>
    public required string Peer { get; init; }

    /// <summary>Gradus.</summary>
    public required Spread Ours { get; init; }

    /// <summary>TorchSharp.</summary>
    public required Spread TorchSharp { get; init; }

    /// <summary>TorchSharp's time over ours.</summary>
    public required Spread OverTorchSharp { get; init; }

    /// <summary>How many times as fast it is meant to be; null where nothing is promised.</summary>
    public double? Goal { get; init; }

    /// <summary>Whether the median reaches the goal; null where there is none.</summary>
    public bool? ReachesGoal => Goal is { } goal ? OverTorchSharp.Median >= goal : null;

    /// <summary>By how many bytes the process grew at most during one of our passes; null where the system does not tell.</summary>
    public long? OurMemory { get; init; }

    /// <summary>By how many bytes it grew during one of TorchSharp's.</summary>
    public long? TorchSharpMemory { get; init; }

    /// <summary>Our growth over TorchSharp's.</summary>
    public double? MemoryShare => OurMemory is { } ours && TorchSharpMemory is > 0 and { } theirs ? (double)ours / theirs : null;
}
