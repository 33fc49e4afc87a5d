namespace Gradus.Lab.Reports;

/// <summary>What was the same for every contestant.</summary>
public sealed record ComparisonPlan
{
    public required int Epochs { get; init; }
    public required int BatchSize { get; init; }

    /// <summary>The loss and its penalties, in the recipe language.</summary>
    public required string Loss { get; init; }

    /// <summary>The learning-rate schedule, in the recipe language.</summary>
    public required string Schedule { get; init; }

    /// <summary>Validation accuracy whose first reaching is timed, as a fraction.</summary>
    public required double TargetAccuracy { get; init; }

    /// <summary>The learning rates offered to every contestant.</summary>
    public required IReadOnlyList<double> Rates { get; init; }

    /// <summary>Seeds of the confirming runs: each sets initial weights and batch order.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }
}
