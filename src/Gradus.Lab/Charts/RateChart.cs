using Gradus.Lab.Reports;

using ScottPlot;

namespace Gradus.Lab.Charts;

/// <summary>The learning rate of every step of a run.</summary>
public static class RateChart
{
    /// <summary>More points than the picture has columns would only make the file large.</summary>
    private const int MaxColumns = 1000;

    /// <summary>Draws the rates that a schedule gives.</summary>
    /// <param name="schedule">The schedule, in the recipe language.</param>
    /// <param name="rates">Element i is the rate of step i.</param>
    /// <exception cref="ArgumentException">There is no rate to draw.</exception>
    public static Chart Of(string schedule, IReadOnlyList<double> rates)
    {
        ArgumentNullException.ThrowIfNull(rates);
        if (rates.Count == 0) throw new ArgumentException("There are no rates to draw; give at least one.", nameof(rates));
        (int Step, double Rate)[] points = [.. Thin(rates)];
        return new Chart
        {
            Id = "rates",
            Title = schedule,
            Summary = $"The learning rate of each of {Wording.Of(rates.Count, "step")}: {Wording.Number(rates[0])} at first, "
                + $"between {Wording.Number(rates.Min())} and {Wording.Number(rates.Max())}, {Wording.Number(rates[^1])} at last.",
            HowToRead = "Height: the rate that a step uses.",
            Table = new Table(["Step", "Rate"], [.. points.Select(p => (IReadOnlyList<Cell>)[Cell.Of(p.Step, Wording.Count), Cell.Of(p.Rate, Wording.Number)])]),
            Height = 320,
            Draw = theme => Draw(theme, points),
        };
    }

    private static Plot Draw(Theme theme, (int Step, double Rate)[] points)
    {
        Plot plot = ThemedPlot.Create(theme, ["Step", "Learning rate"]);
        ThemedPlot.Margin(plot);
        var line = plot.Add.ScatterLine(points.Select(p => (double)p.Step).ToArray(), points.Select(p => p.Rate).ToArray());
        line.LineStyle = new LineStyle(2.2f, theme.Palette[0]);
        plot.XLabel("Step");
        plot.YLabel("Learning rate");
        plot.Axes.Margins(0.01, 0.06);
        return plot;
    }

    /// <summary>The lowest and the highest rate of each column, so that no peak is lost.</summary>
    private static IEnumerable<(int Step, double Rate)> Thin(IReadOnlyList<double> rates)
    {
        if (rates.Count <= 2 * MaxColumns) return rates.Select((rate, step) => (step, rate));
        return Enumerable.Range(0, MaxColumns).SelectMany(column =>
        {
            int first = (int)((long)column * rates.Count / MaxColumns), end = (int)((long)(column + 1) * rates.Count / MaxColumns);
            int low = first, high = first;
            for (int step = first; step < end; step++)
            {
                if (rates[step] < rates[low]) low = step;
                if (rates[step] > rates[high]) high = step;
            }

            return ((int[])[Math.Min(low, high), Math.Max(low, high)]).Distinct().Select(step => (step, rates[step]));
        });
    }
}
