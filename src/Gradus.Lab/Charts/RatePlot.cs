using ScottPlot;

namespace Gradus.Lab.Charts;

/// <summary>What one contestant's validation accuracy was at one rate, over the trials at that rate.</summary>
internal readonly record struct RatePoint(double Rate, double Mean, int Trials, int Diverged, bool Chosen)
{
    public bool Usable => Diverged == 0 && double.IsFinite(Mean) && Rate > 0;
}

/// <summary>Validation accuracy against learning rate, on a logarithmic axis.</summary>
internal sealed record RatePlot(IReadOnlyList<string> Labels, IReadOnlyList<RatePoint[]> Series)
{
    public Plot Draw(Theme theme)
    {
        string[] names = ShortName.Of(Labels);
        Plot plot = ThemedPlot.Create(theme, names);
        RatePoint[] all = [.. Series.SelectMany(s => s)];
        double[] rates = [.. all.Select(p => p.Rate).Where(r => r > 0).Distinct().Order()];
        (double low, double high) = Extent(all);
        int crosses = Crosses(plot, theme, low, high);
        for (int i = 0; i < Series.Count; i++) Mark(plot, theme, i);
        // Last, for the reason CurvePlot gives.
        for (int i = 0; i < Series.Count; i++) Line(plot, theme, i);

        plot.XLabel("Learning rate");
        plot.YLabel("Validation accuracy");
        plot.Axes.Left.TickGenerator = ThemedPlot.Percent();
        plot.Axes.Bottom.TickGenerator = DecadeTicks.AtRates(rates);
        plot.Grid.XAxisStyle.IsVisible = false;
        double left = rates.Length == 0 ? -1 : Math.Log10(rates[0]), right = rates.Length == 0 ? 0 : Math.Log10(rates[^1]);
        double margin = 0.04 * Math.Max(right - left, 1);
        plot.Axes.SetLimits(left - margin, right + margin, low - Strip(crosses) * (high - low), high + 0.06 * (high - low));
        plot.Axes.AddPanel(new EndLabels(
            [.. names.Select((name, i) => new EndLabels.Label(name, End(Series[i]), SeriesLook.Of(i, theme)))],
            plot.Axes.Left, theme, ChartFont.For(names)));
        return plot;
    }

    private void Line(Plot plot, Theme theme, int index)
    {
        SeriesLook look = SeriesLook.Of(index, theme);
        (double[] xs, double[] ys) = Usable(index);
        if (xs.Length > 0) plot.Add.ScatterLine(xs, ys).LineStyle = new LineStyle(2f, look.Color, look.Pattern);
    }

    private void Mark(Plot plot, Theme theme, int index)
    {
        (double[] xs, double[] ys) = Usable(index);
        if (xs.Length > 0) plot.Add.Markers(xs, ys).MarkerStyle = SeriesLook.Of(index, theme).MarkerStyle(8);
        foreach (RatePoint chosen in Series[index].Where(p => p.Usable && p.Chosen))
            plot.Add.Marker(Math.Log10(chosen.Rate), chosen.Mean, MarkerShape.OpenCircle, 18, theme.Foreground).MarkerStyle.LineWidth = 2f;
    }

    private (double[] Xs, double[] Ys) Usable(int index)
    {
        RatePoint[] usable = [.. Series[index].Where(p => p.Usable)];
        return ([.. usable.Select(p => Math.Log10(p.Rate))], [.. usable.Select(p => p.Mean)]);
    }

    // Diverged trials have no accuracy worth a height: they stand in a strip of their own below the curves.
    private int Crosses(Plot plot, Theme theme, double low, double high)
    {
        int row = 0;
        for (int i = 0; i < Series.Count; i++)
        {
            RatePoint[] diverged = [.. Series[i].Where(p => !p.Usable && p.Rate > 0)];
            if (diverged.Length == 0) continue;
            row++;
            foreach (RatePoint point in diverged)
                plot.Add.Marker(Math.Log10(point.Rate), low - Strip(row - 1) * (high - low) - 0.025 * (high - low),
                    MarkerShape.Eks, 9, theme.Palette[i]).MarkerStyle.LineWidth = 2f;
        }
        return row;
    }

    private static double Strip(int rows) => 0.06 + 0.05 * rows;

    private static double End(RatePoint[] points) =>
        points.Where(p => p.Usable).Select(p => p.Mean).DefaultIfEmpty(double.NaN).Last();

    private static (double Low, double High) Extent(RatePoint[] all)
    {
        double[] means = [.. all.Where(p => p.Usable).Select(p => p.Mean)];
        if (means.Length == 0) return (0, 1);
        return means.Max() - means.Min() < 1e-4 ? (means.Min() - 0.01, means.Max() + 0.01) : (means.Min(), means.Max());
    }
}
