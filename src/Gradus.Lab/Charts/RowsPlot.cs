using Gradus.Lab.Reports;

using ScottPlot;
using ScottPlot.TickGenerators;

namespace Gradus.Lab.Charts;

/// <summary>One row of a chart with a row per contestant.</summary>
/// <param name="Label">Name.</param>
/// <param name="Index">Place in the comparison, which decides the colour.</param>
/// <param name="Value">Length of the bar or place of the mark; NaN when there is none.</param>
/// <param name="Low">Start of the interval.</param>
/// <param name="High">End of the interval.</param>
/// <param name="Dots">Single measurements.</param>
/// <param name="Text">What stands beside the mark.</param>
internal sealed record Row(string Label, int Index, double Value, double Low, double High, IReadOnlyList<double> Dots, string Text);

/// <summary>A row per contestant: bars from zero for amounts, marks with intervals for measurements.</summary>
internal sealed record RowsPlot(IReadOnlyList<Row> Rows, string XTitle)
{
    public bool Bars { get; init; }
    public bool PercentX { get; init; }
    public Func<double, string>? SayX { get; init; }

    /// <summary>Off where every row states its number and round numbers of the axis would not be round to read.</summary>
    public bool Axis { get; init; } = true;

    public int Height => 96 + 44 * Math.Max(1, Rows.Count);

    public Plot Draw(Theme theme)
    {
        string[] names = ShortName.Of(Rows.Select(r => r.Label));
        Plot plot = ThemedPlot.Create(theme, [.. names, XTitle]);
        for (int i = 0; i < Rows.Count; i++) DrawRow(plot, theme, Rows[i], Rows.Count - 1 - i);

        plot.XLabel(XTitle);
        plot.Axes.Left.TickGenerator = new NumericManual([.. Rows.Select((_, i) => (double)(Rows.Count - 1 - i))], names);
        plot.Axes.Left.TickLabelStyle.ForeColor = theme.Foreground;
        plot.Axes.Bottom.TickGenerator = !Axis || !Rows.Any(r => double.IsFinite(r.Value)) ? new EmptyTickGenerator()
            : PercentX ? ThemedPlot.Percent()
            : new NumericAutomatic { TickDensity = 0.5, LabelFormatter = SayX ?? (x => Wording.Number(x)) };
        plot.Grid.YAxisStyle.IsVisible = false;
        Limits(plot);
        ThemedPlot.Margin(plot, 24);
        return plot;
    }

    private void DrawRow(Plot plot, Theme theme, Row row, double y)
    {
        SeriesLook look = SeriesLook.Of(row.Index, theme);
        if (!double.IsFinite(row.Value))
        {
            Beside(plot, theme, row.Text, Bars ? 0 : Extent().Low, y);
            return;
        }
        if (Bars)
        {
            var bar = plot.Add.Bar(y, row.Value);
            bar.Horizontal = true;
            bar.Bars[0].Size = 0.5;
            bar.Color = look.Color;
            bar.Bars[0].LineWidth = 0;
        }
        // A line of the background's colour underneath keeps the interval readable on any bar.
        if (Bars) Interval(plot, theme.Background, row, y, 5);
        Interval(plot, Bars ? theme.Foreground : look.Color, row, y, 1.8f);
        foreach (double dot in row.Dots.Where(double.IsFinite))
            plot.Add.Marker(dot, Bars ? y : y - 0.24, MarkerShape.OpenCircle, 6, Bars ? theme.Foreground : look.Color);
        if (!Bars) plot.Add.Marker(row.Value, y).MarkerStyle = look.MarkerStyle(11);
        Beside(plot, theme, row.Text, double.IsFinite(row.High) ? Math.Max(row.Value, row.High) : row.Value, y);
    }

    private static void Interval(Plot plot, Color color, Row row, double y, float width)
    {
        if (!(row.High > row.Low)) return;
        plot.Add.Line(row.Low, y, row.High, y).LineStyle = new LineStyle(width, color);
        foreach (double end in new[] { row.Low, row.High })
            plot.Add.Line(end, y - 0.11, end, y + 0.11).LineStyle = new LineStyle(width, color);
    }

    private static void Beside(Plot plot, Theme theme, string text, double x, double y)
    {
        var label = ThemedPlot.Write(plot, theme, text, x, y, Alignment.MiddleLeft);
        label.OffsetX = 9;
    }

    // Text beside a mark is no data to ScottPlot: room is kept for the longest, at about 7.5 of the chart's 600 units a letter.
    private void Limits(Plot plot)
    {
        (double low, double high) = Extent();
        double width = high > low ? high - low : Math.Max(Math.Abs(high), 1e-3);
        double share = Math.Min(0.6, (24 + 7.5 * Rows.Select(r => r.Text.Length).DefaultIfEmpty(0).Max()) / 600);
        plot.Axes.SetLimits(
            Bars && low >= 0 ? 0 : low - 0.04 * width, high + width * share / (1 - share),
            -0.7, Math.Max(1, Rows.Count) - 0.35);
    }

    private (double Low, double High) Extent()
    {
        double[] all = [.. Rows.SelectMany(r => r.Dots.Append(r.Value).Append(r.Low).Append(r.High)).Where(double.IsFinite)];
        if (all.Length == 0) return (0, 1);
        return Bars ? (Math.Min(0, all.Min()), Math.Max(0, all.Max())) : (all.Min(), all.Max());
    }
}
