namespace Gradus.Lab.Reports.Verdicts;

/// <summary>Something a reader should know before believing the ranking.</summary>
/// <param name="Contestant">Key of the contestant it is about; null when it is about the whole comparison.</param>
/// <param name="Short">Two or three words for the ranking table.</param>
/// <param name="Text">The whole sentence, with what to do.</param>
public sealed record Warning(string? Contestant, string Short, string Text)
{
    internal static IReadOnlyList<Warning> All(Comparison comparison, IReadOnlyList<ContestantSummary> ranking) =>
    [
        .. OfComparison(comparison, ranking),
        .. ranking.SelectMany(s => OfContestant(comparison, comparison.Contestants.First(c => c.Key == s.Key), s)),
        .. comparison.Notes.Select(note => new Warning(null, "note", note)),
    ];

    private static IEnumerable<Warning> OfComparison(Comparison comparison, IReadOnlyList<ContestantSummary> ranking)
    {
        if (ranking.Count < 2)
            yield return new(null, "nothing to compare", "Fewer than two contestants: this is a measurement, not a comparison.");
        int seeds = ranking.Count == 0 ? 0 : ranking.Max(c => c.Seeds);
        if (seeds == 1)
            yield return new(null, "one seed",
                "One seed: there is no interval, and no difference here can be told from luck. Repeat with --seeds 3 or more.");
        else if (seeds == 2)
            yield return new(null, "two seeds", "Two seeds: intervals are very wide. Repeat with --seeds 3 or more.");
        if (comparison.Plan.Epochs == 1)
            yield return new(null, "one epoch", "One epoch: this measures the start of training, not where it ends.");
    }

    private static IEnumerable<Warning> OfContestant(Comparison comparison, Contestant contestant, ContestantSummary summary)
    {
        string key = contestant.Key, name = contestant.Label;
        if (RateChoice.Advice(contestant) is { } advice)
            yield return new(key, summary.Edge switch
            {
                EdgeOfGrid.OnlyOne => "not tuned",
                EdgeOfGrid.None => "no usable rate",
                _ => "edge of grid",
            }, advice);
        if (summary.Seeds == 0)
            yield return new(key, "no runs", $"{name} has no confirming run, so it has no result.");
        if (summary.Seeds > 0 && summary.Seeds < comparison.Plan.Seeds.Count)
            yield return new(key, "seeds missing", $"{name} ran from {summary.Seeds} of the planned {Wording.Of(comparison.Plan.Seeds.Count, "seed")}.");
        if (summary.DivergedRuns > 0)
            yield return new(key, "diverged", $"{name} diverged from {summary.DivergedRuns} of {Wording.Of(summary.Seeds, "seed")} "
                + $"(at step {string.Join(", ", contestant.Runs.Where(r => r.Diverged).Select(r => Wording.Count(r.DivergedAtStep!.Value)))}): "
                + "at this rate it cannot be relied on. Try a lower rate, warmup or gradient clipping."
                + (summary.TestAccuracy.Missing > 0 ? " Its mean leaves failed runs out, and it is ranked after those that finished." : ""));
        else if (summary.TestAccuracy.Missing > 0)
            yield return new(key, "no result", $"{name} has no finite test accuracy for {Wording.Of(summary.TestAccuracy.Missing, "seed")}; "
                + "its mean leaves them out, and it is ranked after those that finished.");
        if (summary.Seeds > 0 && summary.StepsToTarget.Count < summary.Seeds)
            yield return new(key, "target not reached", $"{name} reached {Wording.Share(comparison.Plan.TargetAccuracy)} validation accuracy "
                + $"from {summary.StepsToTarget.Count} of {Wording.Of(summary.Seeds, "seed")} within {Wording.Of(comparison.Plan.Epochs, "epoch")}.");
    }
}
