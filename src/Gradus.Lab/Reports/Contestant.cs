namespace Gradus.Lab.Reports;

/// <summary>One training method: how it was tuned and what it then achieved.</summary>
public sealed record Contestant
{
    /// <summary>Stable name, such as <c>adam</c>: what a <see cref="Claim"/> refers to.</summary>
    public required string Key { get; init; }

    /// <summary>Name for people, such as <c>Adam</c>.</summary>
    public required string Label { get; init; }

    /// <summary>The whole recipe with the chosen rate: loss | optimizer | schedule.</summary>
    public required string Recipe { get; init; }

    /// <summary>Bytes the optimizer remembers for each parameter (8 for Adam in single precision).</summary>
    public required double StateBytesPerParameter { get; init; }

    /// <summary>Bytes the optimizer remembers altogether.</summary>
    public required long StateBytes { get; init; }

    /// <summary>Every rate that was tried, judged on validation data.</summary>
    public required IReadOnlyList<GridPoint> Grid { get; init; }

    /// <summary>The rate of the confirming runs; null when no rate was usable.</summary>
    public double? ChosenRate { get; init; }

    /// <summary>The confirming runs, one per seed.</summary>
    public required IReadOnlyList<ContestantRun> Runs { get; init; }
}
