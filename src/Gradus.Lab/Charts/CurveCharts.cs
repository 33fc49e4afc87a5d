using Gradus.Lab.Reports;

namespace Gradus.Lab.Charts;

/// <summary>The charts over training time: accuracy by epoch, loss by epoch, accuracy by the clock.</summary>
internal static class CurveCharts
{
    public static Chart AccuracyByEpoch(Comparison comparison)
    {
        CurvePlot plot = Plot(comparison, p => p.Epoch, p => p.ValidationAccuracy, "Epoch", "Validation accuracy") with
        {
            IntegerX = true,
            PercentY = true,
            Target = comparison.Plan.TargetAccuracy,
        };
        return new Chart
        {
            Id = "accuracy-by-epoch",
            Title = "Validation accuracy by epoch",
            Summary = Ends(plot, "validation accuracy", Wording.Percent, highFirst: true),
            HowToRead = CurvePlot.HowToRead,
            Table = plot.Table(Wording.Number, Wording.Percent),
            Draw = plot.Draw,
        };
    }

    public static Chart TrainingLossByEpoch(Comparison comparison)
    {
        CurvePlot plot = Plot(comparison, p => p.Epoch, p => p.TrainLoss, "Epoch", "Training loss");
        double[] values = [.. plot.Series.SelectMany(s => s).SelectMany(p => new[] { p.Low, p.High }).Where(double.IsFinite)];
        bool log = values.Length > 0 && values.Min() > 0 && values.Max() / values.Min() > 20;
        plot = plot with { IntegerX = true, LogY = log };
        return new Chart
        {
            Id = "training-loss-by-epoch",
            Title = "Training loss by epoch",
            Summary = Ends(plot, "training loss", Wording.Number, highFirst: false),
            HowToRead = CurvePlot.HowToRead + (log ? " The vertical axis is logarithmic: equal distances are equal factors." : ""),
            Table = plot.Table(Wording.Number, Wording.Number),
            Draw = plot.Draw,
        };
    }

    public static Chart AccuracyByTime(Comparison comparison)
    {
        CurvePlot plot = Plot(comparison, p => p.Seconds, p => p.ValidationAccuracy, "Training time, seconds", "Validation accuracy") with
        {
            PercentY = true,
            Target = comparison.Plan.TargetAccuracy,
        };
        return new Chart
        {
            Id = "accuracy-by-time",
            Title = "Validation accuracy against wall time",
            Summary = AtEqualTime(plot),
            HowToRead = CurvePlot.HowToRead + " Times are means over seeds, without evaluation; they hold for this machine only.",
            Table = plot.Table(Wording.Seconds, Wording.Percent),
            Draw = plot.Draw,
        };
    }

    private static CurvePlot Plot(
        Comparison comparison, Func<CurvePoint, double> x, Func<CurvePoint, double> y, string xTitle, string yTitle) =>
        new([.. comparison.Contestants.Select(c => c.Label)],
            [.. comparison.Contestants.Select(c => Band.Over(c, x, y))], xTitle, yTitle);

    private static string Ends(CurvePlot plot, string quantity, Func<double, string> say, bool highFirst)
    {
        (string Label, BandPoint End)[] ends = [.. Finite(plot).Select(s => (s.Label, s.Points[^1]))
            .OrderBy(s => highFirst ? -s.Item2.Mean : s.Item2.Mean)];
        if (ends.Length == 0) return $"No contestant has a finite {quantity}.";
        if (ends.Length == 1) return $"{ends[0].Label} ends at a {quantity} of {say(ends[0].End.Mean)}.";
        if (say(ends[0].End.Mean) == say(ends[^1].End.Mean)) return $"All end at a {quantity} of {say(ends[0].End.Mean)}.";
        string best = $"{ends[0].Label} ends with the {(highFirst ? "highest" : "lowest")} {quantity}, {say(ends[0].End.Mean)}";
        string worst = $"{ends[^1].Label} with the {(highFirst ? "lowest" : "highest")}, {say(ends[^1].End.Mean)}";
        string[] cut = [.. ends.Where(e => e.End.Epoch < ends.Max(x => x.End.Epoch)).Select(e => e.Label)];
        return $"{best}; {worst}." + (cut.Length > 0 ? $" Lines that stop early: {Wording.List(cut)}." : "");
    }

    // Epochs are not equally long for all; at equal time the cheaper method has taken more steps.
    private static string AtEqualTime(CurvePlot plot)
    {
        (string Label, BandPoint[] Points)[] finite = [.. Finite(plot)];
        if (finite.Length == 0) return "No contestant has a finite validation accuracy.";
        double time = finite.Min(s => s.Points[^1].X);
        (string Label, BandPoint At) best = finite
            .Select(s => (s.Label, s.Points.LastOrDefault(p => p.X <= time, s.Points[0])))
            .MaxBy(s => s.Item2.Mean);
        return $"By the time the quickest was through ({Wording.Seconds(time)}), {best.Label} stood highest at {Wording.Percent(best.At.Mean)}.";
    }

    private static IEnumerable<(string Label, BandPoint[] Points)> Finite(CurvePlot plot) => plot.Series
        .Select((points, i) => (plot.Labels[i], Points: points.Where(p => double.IsFinite(p.Mean)).ToArray()))
        .Where(s => s.Points.Length > 0);
}
