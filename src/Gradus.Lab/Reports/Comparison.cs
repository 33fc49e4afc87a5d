namespace Gradus.Lab.Reports;

/// <summary>Everything one comparison of training methods measured: the facts, and only the facts.
/// What they mean (means, ranking, verdicts) is computed by <see cref="Verdicts.Summary"/>.</summary>
/// <remarks>Accuracies are fractions from 0 to 1, times are seconds, sizes are bytes. A number that could not be
/// measured is NaN; a target that was not reached is null.</remarks>
public sealed record Comparison
{
    /// <summary>The experiment's name on the command line, such as <c>optimizers</c>.</summary>
    public required string Experiment { get; init; }

    /// <summary>The heading of the report.</summary>
    public required string Title { get; init; }

    /// <summary><c>quick</c>, <c>standard</c> or <c>full</c>.</summary>
    public required string Profile { get; init; }

    public required DateTimeOffset CreatedUtc { get; init; }

    /// <summary>Wall time of the search for learning rates.</summary>
    public required double GridSeconds { get; init; }

    /// <summary>Wall time of the runs that confirm the chosen rates.</summary>
    public required double ConfirmationSeconds { get; init; }

    public required DataFacts Data { get; init; }
    public required ModelFacts Model { get; init; }
    public required ComparisonPlan Plan { get; init; }
    public required MachineFacts Machine { get; init; }

    /// <summary>The command line that repeats this comparison.</summary>
    public required string Command { get; init; }

    public required IReadOnlyList<Contestant> Contestants { get; init; }

    /// <summary>A published claim to hold against the measurements, if there is one.</summary>
    public Claim? Claim { get; init; }

    /// <summary>Remarks of the experiment that belong into the report's warnings.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
