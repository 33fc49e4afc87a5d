namespace Gradus.Lab.Reports.Verdicts;

/// <summary>What the facts of a comparison say, and what they leave open.</summary>
public sealed record Summary
{
    /// <summary>The result in one or two sentences.</summary>
    public required string Headline { get; init; }

    /// <summary>Contestants from best to worst by mean test accuracy.</summary>
    public required IReadOnlyList<ContestantSummary> Ranking { get; init; }

    /// <summary>Every two contestants, compared seed by seed.</summary>
    public required IReadOnlyList<PairVerdict> Pairs { get; init; }

    /// <summary>The claim's parts, each with its verdict; empty when the comparison tests no claim.</summary>
    public required IReadOnlyList<ClaimVerdict> Claims { get; init; }

    public required IReadOnlyList<FairnessCheck> Fairness { get; init; }

    /// <summary>Whatever a reader should know before believing the ranking.</summary>
    public required IReadOnlyList<Warning> Warnings { get; init; }

    /// <summary>Computes the summary of a comparison.</summary>
    public static Summary Of(Comparison comparison)
    {
        Contestant[] order = [.. Order(comparison.Contestants)];
        ContestantSummary[] ranking = [.. order.Select((c, i) => ContestantSummary.Of(c, i + 1, order[0]))];
        PairVerdict[] pairs = [.. order.SelectMany((first, i) =>
            order.Skip(i + 1).Select(second => PairVerdict.Of(first, second, r => r.TestAccuracy)))];
        return new Summary
        {
            Headline = Verdicts.Headline.Of(comparison, ranking),
            Ranking = ranking,
            Pairs = pairs,
            Claims = comparison.Claim is { } claim ? ClaimCheck.Of(claim, comparison.Contestants) : [],
            Fairness = FairnessCheck.All(comparison),
            Warnings = Warning.All(comparison, ranking),
        };
    }

    // A failed run has no accuracy to average; leaving it out must not lift a contestant above those that all finished.
    private static IOrderedEnumerable<Contestant> Order(IEnumerable<Contestant> contestants) => contestants
        .OrderByDescending(c => c.Runs.Count > 0 && c.Runs.All(r => double.IsFinite(r.TestAccuracy)))
        .ThenByDescending(c => Spread.Of(c.Runs.Select(r => r.TestAccuracy)).Mean is var mean && double.IsNaN(mean) ? -1 : mean);
}
