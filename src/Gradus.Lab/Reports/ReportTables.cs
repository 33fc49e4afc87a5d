using Gradus.Lab.Reports.Verdicts;

namespace Gradus.Lab.Reports;

/// <summary>The tables that both the page and the text version show.</summary>
internal static class ReportTables
{
    public static Table Ranking(Comparison comparison, Summary summary) => new(
        ["", "Contestant", "Rate", "Test accuracy", "Against the first", "Steps to target", "Time to target", "Gap", "State", "Warnings"],
        [.. summary.Ranking.Select(c => (IReadOnlyList<Cell>)
        [
            new($"{c.Rank}"),
            c.Label,
            Cell.Of(c.ChosenRate, r => Wording.Rate(r)),
            new(c.TestAccuracy.SayPercent(), c.TestAccuracy.Mean),
            Against(c),
            new(c.SayToTarget(c.StepsToTarget, Wording.Count), c.StepsToTarget.Mean),
            new(c.SayToTarget(c.SecondsToTarget, Wording.Seconds), c.SecondsToTarget.Mean),
            Cell.Of(c.Gap.Mean, Wording.Points),
            Cell.Of(comparison.Contestants.First(x => x.Key == c.Key).StateBytes, Wording.Bytes),
            string.Join(", ", summary.Warnings.Where(w => w.Contestant == c.Key).Select(w => w.Short)),
        ])]);

    public static string IntervalNote(Summary summary) => summary.Ranking.Select(c => c.TestAccuracy.Count).DefaultIfEmpty(0).Max() switch
    {
        < 2 => "One seed gives no interval: differences here cannot be told from luck.",
        int n => $"± is the 95% t-interval of the mean over {n} seeds. Differences smaller than the spread over seeds are not evidence. "
            + "“Not separated” means that the difference to the first, taken seed by seed, has an interval that includes zero.",
    };

    /// <summary>How many pairs were judged, and how many of the verdicts chance alone would produce.</summary>
    public static string PairsNote(Summary summary)
    {
        int judged = summary.Pairs.Count(p => p.Separation != Separation.TooFewSeeds);
        if (judged == 0) return "No pair has two seeds in common, so no difference can be judged.";
        int decided = summary.Pairs.Count(p => p.Separation is Separation.FirstAhead or Separation.SecondAhead);
        return $"{decided} of {Wording.Of(judged, "pair")} are separated. Each verdict errs once in twenty when there is no difference, "
            + $"so up to {Wording.Number(Math.Ceiling(judged * 0.05))} would be expected from chance alone.";
    }

    public static Table Pairs(Summary summary) => new(["Pair", "Difference", "± 95%", "Seeds", "Verdict"],
        [.. summary.Pairs.Select(p => (IReadOnlyList<Cell>)
        [
            $"{p.First} − {p.Second}", Cell.Of(p.Difference.Mean, Wording.Points), Cell.Of(p.Difference.HalfWidth, Wording.Points),
            Cell.Of(p.Difference.Count, Wording.Count),
            p.Separation switch
            {
                Separation.FirstAhead => $"{p.First} ahead",
                Separation.SecondAhead => $"{p.Second} ahead",
                Separation.NotSeparated => "no evidence either way",
                _ => "too few seeds",
            },
        ])]);

    public static Table Runs(Comparison comparison) => new(
        ["Contestant", "Seed", "Test accuracy", "Test loss", "Training accuracy", "Steps to target", "Time to target", "Diverged at step", "Run folder"],
        [.. comparison.Contestants.SelectMany(c => c.Runs.Select(r => (IReadOnlyList<Cell>)
        [
            c.Label, new($"{r.Seed}", r.Seed), Cell.Of(r.TestAccuracy, Wording.Percent), Cell.Of(r.TestLoss, Wording.Number),
            Cell.Of(r.TrainAccuracy, Wording.Percent), Cell.Of(r.StepsToTarget, Wording.Count), Cell.Of(r.SecondsToTarget, Wording.Seconds),
            Cell.Of(r.DivergedAtStep, Wording.Count), r.Folder ?? Wording.Missing,
        ]))]);

    public static Table Setting(Comparison c) => new(["What", "Value"],
    [
        ["Experiment", $"{c.Experiment}, profile {c.Profile}"],
        ["Date", c.CreatedUtc.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture)],
        ["Duration", $"{Wording.Seconds(c.GridSeconds)} choosing rates, {Wording.Seconds(c.ConfirmationSeconds)} confirming them"],
        ["Data", $"{c.Data.Name}, {c.Data.Classes} classes; {Wording.Count(c.Data.Train)} to train, {Wording.Count(c.Data.Validation)} to validate, {Wording.Count(c.Data.Test)} to test"],
        ["Fingerprint of the data", c.Data.Fingerprint],
        ["Model", $"{c.Model.Name}, {Wording.Count(c.Model.Parameters)} parameters"],
        ["Loss", c.Plan.Loss],
        ["Schedule", c.Plan.Schedule],
        ["Length", $"{Wording.Of(c.Plan.Epochs, "epoch")}, batches of {c.Plan.BatchSize}"],
        ["Target", $"{Wording.Share(c.Plan.TargetAccuracy)} validation accuracy"],
        ["Learning rates offered", string.Join(", ", c.Plan.Rates.Select(r => Wording.Rate(r)))],
        ["Seeds", string.Join(", ", c.Plan.Seeds)],
    ]);

    public static Table Machine(MachineFacts m) => new(["What", "Value"],
    [
        ["Operating system", m.OperatingSystem],
        ["Processor", $"{m.Processor}, {Wording.Of(m.Cores, "core")}, {m.Simd}"],
        ["Trained on", m.Device],
        ["Memory", Wording.Bytes(m.MemoryBytes)],
        ["Gradus", m.Gradus],
        [".NET", m.DotNet],
        ["TorchSharp", m.TorchSharp],
        ["libtorch", m.Libtorch],
    ]);

    private static string Against(ContestantSummary c) => c.Rank == 1 ? "first" : c.AgainstFirst switch
    {
        Separation.FirstAhead => "behind",
        Separation.SecondAhead => "ahead on shared seeds",
        Separation.NotSeparated => "not separated",
        _ => "too few seeds",
    };
}
