using Gradus.Lab.Reports;

namespace Gradus.Lab.Charts;

/// <summary>How much each method minds a wrong learning rate.</summary>
internal static class RateSensitivity
{
    public static Chart Of(Comparison comparison)
    {
        var plot = new RatePlot([.. comparison.Contestants.Select(c => c.Label)], [.. comparison.Contestants.Select(Points)]);
        return new Chart
        {
            Id = "rate-sensitivity",
            Title = "Sensitivity to the learning rate",
            Summary = Sentence(plot),
            HowToRead = "Ring: the chosen rate. Cross below the curves: training diverged. The horizontal axis is logarithmic. "
                + "A broad top means that the rate matters little.",
            Table = new Table(["Contestant", "Rate", "Validation accuracy", "Trials", "Diverged", "Chosen"],
                [.. plot.Series.SelectMany((points, i) => points.Select(p => (IReadOnlyList<Cell>)
                [
                    plot.Labels[i], Cell.Of(p.Rate, r => Wording.Rate(r)), Cell.Of(p.Mean, Wording.Percent),
                    Cell.Of(p.Trials, Wording.Count), Cell.Of(p.Diverged, Wording.Count), p.Chosen ? "chosen" : "",
                ]))]),
            Height = 470,
            Draw = plot.Draw,
        };
    }

    private static RatePoint[] Points(Contestant contestant) => [.. contestant.Grid.GroupBy(p => p.Rate).OrderBy(g => g.Key).Select(trials =>
        new RatePoint(trials.Key,
            trials.Select(t => t.ValidationAccuracy).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average(),
            trials.Count(), trials.Count(t => t.Diverged || !double.IsFinite(t.ValidationAccuracy)), trials.Key == contestant.ChosenRate))];

    // "Within one point of its best" is the plainest measure of how wide the top of the curve is.
    private static string Sentence(RatePlot plot)
    {
        (string Label, int Good, int All)[] tolerance = [.. plot.Series
            .Select((points, i) => (plot.Labels[i], points.Where(p => p.Usable).ToArray(), points.Length))
            .Where(s => s.Item2.Length > 0)
            .Select(s => (s.Item1, s.Item2.Count(p => p.Mean >= s.Item2.Max(q => q.Mean) - 0.01), s.Length))
            .OrderByDescending(s => s.Item2)];
        return tolerance.Length switch
        {
            0 => "No learning rate was usable.",
            1 => $"{tolerance[0].Label} stays within one point of its best at {tolerance[0].Good} of {Wording.Of(tolerance[0].All, "rate")}.",
            _ => $"{tolerance[0].Label} stays within one point of its best at {tolerance[0].Good} of {Wording.Of(tolerance[0].All, "rate")}, "
                + $"{tolerance[^1].Label} at {tolerance[^1].Good} of {tolerance[^1].All}.",
        };
    }
}
