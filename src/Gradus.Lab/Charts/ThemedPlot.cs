using ScottPlot;
using ScottPlot.TickGenerators;

namespace Gradus.Lab.Charts;

/// <summary>The common look: quiet axes, no box, a grid one can look through.</summary>
internal static class ThemedPlot
{
    public const float FontSize = 14;

    public static Plot Create(Theme theme, IEnumerable<string> texts)
    {
        // The font first: ScottPlot looks through its list of fonts while a plot is made, and that list must not change then.
        string font = ChartFont.For(texts);
        var plot = new Plot();
        plot.FigureBackground.Color = theme.Background;
        plot.DataBackground.Color = theme.Background;
        foreach (IAxis axis in plot.Axes.GetAxes())
        {
            axis.Label.FontName = axis.TickLabelStyle.FontName = font;
            axis.Label.FontSize = axis.TickLabelStyle.FontSize = FontSize;
            axis.Label.Bold = false;
            axis.Label.ForeColor = axis.TickLabelStyle.ForeColor = theme.Quiet;
            axis.FrameLineStyle.Color = axis.MajorTickStyle.Color = theme.Grid;
            axis.MajorTickStyle.Length = 4;
            axis.MinorTickStyle.Length = 0;
        }
        plot.Axes.Top.IsVisible = plot.Axes.Right.IsVisible = false;
        plot.Axes.Left.FrameLineStyle.Width = 0;
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Grid.MajorLineColor = theme.Grid;
        plot.Grid.MajorLineWidth = 1;
        plot.HideLegend();
        return plot;
    }

    /// <summary>Room between the outermost label and the edge of the picture.</summary>
    public static void Margin(Plot plot, float right = 14) => plot.Axes.AddPanel(new Blank(right));

    public static ScottPlot.Plottables.Text Write(Plot plot, Theme theme, string text, double x, double y, Alignment alignment)
    {
        ScottPlot.Plottables.Text label = plot.Add.Text(text, x, y);
        label.LabelFontName = ChartFont.For([text]);
        label.LabelFontSize = FontSize - 1;
        label.LabelFontColor = theme.Foreground;
        label.LabelAlignment = alignment;
        return label;
    }

    /// <summary>Ticks of an axis that carries fractions, shown as percentages.</summary>
    public static NumericAutomatic Percent() => new() { TickDensity = 0.7, LabelFormatter = x => $"{Math.Round(100 * x, 3)}%" };

    private sealed class Blank(float width) : IPanel
    {
        public bool IsVisible { get; set; } = true;
        public float MinimumSize { get; set; }
        public float MaximumSize { get; set; } = float.MaxValue;
        public Edge Edge => Edge.Right;
        public bool ShowDebugInformation { get; set; }

        public float Measure(Paint paint) => width;

        public PixelRect GetPanelRect(PixelRect dataRect, float size, float offset, Paint paint) => PixelRect.NaN;

        public void Render(RenderPack rp, float size, float offset)
        {
        }
    }
}
