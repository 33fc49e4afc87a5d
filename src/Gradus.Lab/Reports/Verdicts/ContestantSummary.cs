namespace Gradus.Lab.Reports.Verdicts;

/// <summary>One contestant's results over its seeds.</summary>
public sealed record ContestantSummary
{
    public required string Key { get; init; }
    public required string Label { get; init; }

    /// <summary>Place by mean test accuracy, from 1; contestants with a failed run come after those without.</summary>
    public required int Rank { get; init; }

    public required double? ChosenRate { get; init; }
    public required EdgeOfGrid Edge { get; init; }
    public required Spread TestAccuracy { get; init; }
    public required Spread TestLoss { get; init; }
    public required Spread Gap { get; init; }

    /// <summary>Over the seeds that reached the target.</summary>
    public required Spread StepsToTarget { get; init; }

    /// <summary>Over the seeds that reached the target.</summary>
    public required Spread SecondsToTarget { get; init; }

    public required int Seeds { get; init; }
    public required int DivergedRuns { get; init; }

    /// <summary>How this contestant stands to the first of the ranking.</summary>
    public required Separation AgainstFirst { get; init; }

    internal static ContestantSummary Of(Contestant contestant, int rank, Contestant first) => new()
    {
        Key = contestant.Key,
        Label = contestant.Label,
        Rank = rank,
        ChosenRate = contestant.ChosenRate,
        Edge = RateChoice.Edge(contestant),
        TestAccuracy = Spread.Of(contestant.Runs.Select(r => r.TestAccuracy)),
        TestLoss = Spread.Of(contestant.Runs.Select(r => r.TestLoss)),
        Gap = Spread.Of(contestant.Runs.Select(r => r.GeneralizationGap)),
        StepsToTarget = Spread.Of(contestant.Runs.Where(r => r.StepsToTarget is not null).Select(r => (double)r.StepsToTarget!)),
        SecondsToTarget = Spread.Of(contestant.Runs.Where(r => r.SecondsToTarget is not null).Select(r => r.SecondsToTarget!.Value)),
        Seeds = contestant.Runs.Count,
        DivergedRuns = contestant.Runs.Count(r => r.Diverged),
        AgainstFirst = PairVerdict.Of(first, contestant, r => r.TestAccuracy).Separation,
    };

    /// <summary>"1,240 steps"; tells how many seeds arrived when not all did.</summary>
    internal string SayToTarget(Spread spread, Func<double, string> number) =>
        spread.Count == 0 ? "not reached"
        : spread.Count == Seeds ? number(spread.Mean)
        : $"{number(spread.Mean)} ({spread.Count} of {Seeds} seeds)";
}
