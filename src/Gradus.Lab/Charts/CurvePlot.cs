using Gradus.Lab.Reports;

using ScottPlot;
using ScottPlot.TickGenerators;

namespace Gradus.Lab.Charts;

/// <summary>Lines with bands: mean over seeds, shaded from the lowest to the highest seed.</summary>
internal sealed record CurvePlot(IReadOnlyList<string> Labels, IReadOnlyList<BandPoint[]> Series, string XTitle, string YTitle)
{
    /// <summary>Draw the logarithm of y: worthwhile when the values span more than a factor of twenty.</summary>
    public bool LogY { get; init; }

    public bool IntegerX { get; init; }
    public bool PercentY { get; init; }

    /// <summary>A dotted line across the chart.</summary>
    public double? Target { get; init; }

    public const string HowToRead = "Line: mean over seeds. Band: from the lowest to the highest seed.";

    public Plot Draw(Theme theme)
    {
        string[] names = ShortName.Of(Labels);
        Plot plot = ThemedPlot.Create(theme, [.. names, XTitle, YTitle]);
        // Bands first: no band may cover a line. Dashed lines last: ScottPlot leaves the dashes in its paint, and the
        // markers drawn next would carry them (Skia complains on stderr).
        for (int i = 0; i < Series.Count; i++) Shade(plot, SeriesLook.Of(i, theme), Series[i]);
        for (int i = 0; i < Series.Count; i++) Mark(plot, SeriesLook.Of(i, theme), Series[i], i);
        for (int i = 0; i < Series.Count; i++) Line(plot, SeriesLook.Of(i, theme), Series[i]);

        plot.XLabel(XTitle);
        plot.YLabel(YTitle);
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = IntegerX, TickDensity = 0.7 };
        plot.Axes.Left.TickGenerator = PercentY ? ThemedPlot.Percent() : LogY ? DecadeTicks.For(Finite().Select(Y)) : new NumericAutomatic();
        plot.Grid.XAxisStyle.IsVisible = false;
        plot.Axes.Margins(0.02, 0.06);
        if (!Finite().Any()) Empty(plot, theme);
        else plot.Axes.AutoScale();
        if (PercentY) KeepToShares(plot);
        DrawTarget(plot, theme);
        plot.Axes.AddPanel(new EndLabels(
            [.. names.Select((name, i) => new EndLabels.Label(name, End(Series[i]), SeriesLook.Of(i, theme)))],
            plot.Axes.Left, theme, ChartFont.For(names)));
        return plot;
    }

    /// <summary>The table behind the chart.</summary>
    public Table Table(Func<double, string> sayX, Func<double, string> sayY) => new(
        ["Contestant", "Epoch", .. IntegerX ? Array.Empty<string>() : [XTitle], "Mean", "Lowest seed", "Highest seed", "Seeds"],
        [.. Series.SelectMany((points, i) => points.Select(p => (IReadOnlyList<Cell>)
        [
            Labels[i], Cell.Of(p.Epoch, Wording.Count),
            .. IntegerX ? Array.Empty<Cell>() : [Cell.Of(p.X, sayX)],
            Cell.Of(p.Mean, sayY), Cell.Of(p.Low, sayY), Cell.Of(p.High, sayY), Cell.Of(p.Seeds, Wording.Count),
        ]))]);

    private void Shade(Plot plot, SeriesLook look, BandPoint[] points)
    {
        foreach (BandPoint[] segment in Band.Segments(points).Where(s => s.Any(p => p.High > p.Low)))
        {
            if (segment.Length == 1)
            {
                plot.Add.Line(segment[0].X, Y(segment[0].Low), segment[0].X, Y(segment[0].High)).LineStyle = new LineStyle(1.5f, look.Color);
                continue;
            }
            var band = plot.Add.FillY([.. segment.Select(p => (p.X, Y(p.Low), Y(p.High)))]);
            band.FillColor = look.Color.WithAlpha(.13);
            band.LineWidth = 0;
            band.MarkerStyle.IsVisible = false;
        }
    }

    private void Line(Plot plot, SeriesLook look, BandPoint[] points)
    {
        foreach (BandPoint[] segment in Band.Segments(points))
        {
            var line = plot.Add.ScatterLine(segment.Select(p => p.X).ToArray(), segment.Select(p => Y(p.Mean)).ToArray());
            line.LineStyle = new LineStyle(2.2f, look.Color, look.Pattern);
        }
    }

    private void Mark(Plot plot, SeriesLook look, BandPoint[] points, int index)
    {
        foreach (BandPoint[] segment in Band.Segments(points))
        {
            // At most eight markers a line, staggered so that lines lying on each other still show both.
            int every = Math.Max(1, segment.Length / 8);
            BandPoint[] marked = [.. segment.Where((_, i) => i % every == index % every)];
            if (marked.Length == 0) marked = segment;
            var markers = plot.Add.Markers(marked.Select(p => p.X).ToArray(), marked.Select(p => Y(p.Mean)).ToArray());
            markers.MarkerStyle = look.MarkerStyle(8);
        }
    }

    private void DrawTarget(Plot plot, Theme theme)
    {
        if (Target is not { } target || !Finite().Any()) return;
        AxisLimits limits = plot.Axes.GetLimits();
        if (target > limits.Top) plot.Axes.SetLimitsY(limits.Bottom, target + (target - limits.Bottom) * 0.05);
        var line = plot.Add.HorizontalLine(target);
        line.LineStyle = new LineStyle(1.2f, theme.Quiet, LinePattern.Dotted);
        var text = ThemedPlot.Write(plot, theme, $"target {Wording.Share(target)}", limits.Left, target, Alignment.LowerLeft);
        text.LabelFontColor = theme.Quiet;
        text.OffsetX = 4;
    }

    // A single point leaves ScottPlot to guess a range, and it guesses beyond 100%.
    private static void KeepToShares(Plot plot)
    {
        AxisLimits limits = plot.Axes.GetLimits();
        plot.Axes.SetLimitsY(Math.Max(limits.Bottom, -0.02), Math.Min(limits.Top, 1.02));
    }

    private static void Empty(Plot plot, Theme theme)
    {
        plot.Axes.SetLimits(0, 1, 0, 1);
        ThemedPlot.Write(plot, theme, "No finite value to draw.", 0.5, 0.5, Alignment.MiddleCenter);
    }

    private IEnumerable<double> Finite() => Series.SelectMany(s => s).SelectMany(p => new[] { p.Low, p.High }).Where(double.IsFinite);

    private double End(BandPoint[] points) =>
        points.Where(p => double.IsFinite(p.Mean)).Select(p => Y(p.Mean)).DefaultIfEmpty(double.NaN).Last();

    private double Y(double value) => LogY ? Math.Log10(value) : value;
}
