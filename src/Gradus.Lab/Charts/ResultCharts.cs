using Gradus.Lab.Reports;
using Gradus.Lab.Reports.Verdicts;

namespace Gradus.Lab.Charts;

/// <summary>The charts of final results: test accuracy and the gap between training and test accuracy.</summary>
internal static class ResultCharts
{
    public static Chart TestAccuracy(Comparison comparison, Summary summary)
    {
        RowsPlot plot = Plot(comparison, summary, s => s.TestAccuracy, r => r.TestAccuracy, Wording.Percent, "Test accuracy");
        return new Chart
        {
            Id = "test-accuracy",
            Title = "Final test accuracy",
            Summary = Extremes(plot, "Highest mean", "lowest", Wording.Percent),
            HowToRead = Dots + " The axis does not start at zero.",
            Table = Table(comparison, summary, s => s.TestAccuracy, r => r.TestAccuracy, Wording.Percent),
            Height = plot.Height,
            Draw = plot.Draw,
        };
    }

    public static Chart GeneralizationGap(Comparison comparison, Summary summary)
    {
        RowsPlot plot = Plot(comparison, summary, s => s.Gap, r => r.GeneralizationGap, Wording.Points, "Training accuracy − test accuracy");
        return new Chart
        {
            Id = "generalization-gap",
            Title = "Generalization gap",
            Summary = Extremes(plot, "Largest gap", "smallest", Wording.Points),
            HowToRead = Dots + " A small gap is only good news where test accuracy is high.",
            Table = Table(comparison, summary, s => s.Gap, r => r.GeneralizationGap, Wording.Points),
            Height = plot.Height,
            Draw = plot.Draw,
        };
    }

    private const string Dots = "Mark: mean over seeds. Bar: 95% t-interval of the mean (none with one seed). Rings: the single seeds.";

    private static RowsPlot Plot(Comparison comparison, Summary summary, Func<ContestantSummary, Spread> spread,
        Func<ContestantRun, double> measure, Func<double, string> say, string title) =>
        new([.. Ranked(comparison, summary).Select(c =>
        {
            Spread s = spread(c.Summary);
            double half = s.HalfWidth ?? double.NaN;
            return new Row(c.Contestant.Label, c.Index, s.Mean, s.Mean - half, s.Mean + half,
                [.. c.Contestant.Runs.Select(measure)], s.Count == 0 ? "no finite result" : say(s.Mean));
        })], title)
        { PercentX = true };

    private static Table Table(Comparison comparison, Summary summary, Func<ContestantSummary, Spread> spread,
        Func<ContestantRun, double> measure, Func<double, string> say)
    {
        long[] seeds = [.. comparison.Contestants.SelectMany(c => c.Runs).Select(r => r.Seed).Distinct().Order()];
        return new Table(
            ["Contestant", "Mean", "± 95%", "Standard deviation", .. seeds.Select(s => $"Seed {s}")],
            [.. Ranked(comparison, summary).Select(c => (IReadOnlyList<Cell>)
            [
                c.Contestant.Label, Cell.Of(spread(c.Summary).Mean, say), Cell.Of(spread(c.Summary).HalfWidth, say),
                Cell.Of(spread(c.Summary).StandardDeviation, say),
                .. seeds.Select(seed => c.Contestant.Runs.FirstOrDefault(r => r.Seed == seed) is { } run
                    ? Cell.Of(measure(run), say) : new Cell("no run")),
            ])]);
    }

    private static string Extremes(RowsPlot plot, string most, string least, Func<double, string> say)
    {
        Row[] rows = [.. plot.Rows.Where(r => double.IsFinite(r.Value)).OrderByDescending(r => r.Value)];
        return rows.Length switch
        {
            0 => "No contestant has a finite result.",
            1 => $"{rows[0].Label}: {say(rows[0].Value)}.",
            _ => $"{most}: {rows[0].Label}, {say(rows[0].Value)}; {least}: {rows[^1].Label}, {say(rows[^1].Value)}.",
        };
    }

    internal static IEnumerable<(Contestant Contestant, ContestantSummary Summary, int Index)> Ranked(Comparison comparison, Summary summary) =>
        summary.Ranking.Select(s => comparison.Contestants.Index().Where(c => c.Item.Key == s.Key).Select(c => (c.Item, s, c.Index)).First());
}
