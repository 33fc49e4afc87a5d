using ScottPlot;

namespace Gradus.Lab.Charts;

/// <summary>Names at the right end of their lines: read without travelling to a legend and back. Names that would
/// overlap are pushed apart, and a short line in the series' look leads from the value to the name.</summary>
internal sealed class EndLabels(IReadOnlyList<EndLabels.Label> labels, IYAxis axis, Theme theme, string font) : IPanel
{
    private const float Leader = 30, Gap = 9, LineHeight = 18, Margin = 12;

    public readonly record struct Label(string Text, double Y, SeriesLook Look);

    public bool IsVisible { get; set; } = true;
    public float MinimumSize { get; set; }
    public float MaximumSize { get; set; } = float.MaxValue;
    public Edge Edge => Edge.Right;
    public bool ShowDebugInformation { get; set; }

    public float Measure(Paint paint) =>
        Leader + Gap + Margin + labels.Select(l => Style(l.Text).Measure(l.Text, paint).Width).DefaultIfEmpty(0).Max();

    public PixelRect GetPanelRect(PixelRect dataRect, float size, float offset, Paint paint) =>
        new(dataRect.Right + offset, dataRect.Right + offset + size, dataRect.Bottom, dataRect.Top);

    public void Render(RenderPack rp, float size, float offset)
    {
        float left = rp.DataRect.Right + offset;
        (Label Label, float Y)[] wanted = [.. labels
            .Select(l => (l, double.IsFinite(l.Y) ? Math.Clamp(axis.GetPixel(l.Y, rp.DataRect), rp.DataRect.Top, rp.DataRect.Bottom) : rp.DataRect.Bottom))
            .OrderBy(l => l.Item2)];
        float[] places = Spread([.. wanted.Select(w => w.Y)], LineHeight, rp.DataRect.Top, rp.DataRect.Bottom);
        for (int i = 0; i < wanted.Length; i++)
        {
            (Label label, float y) = wanted[i];
            // Two paints: one keeps the line's dashes, which must not reach marker and text (Skia complains on stderr).
            using Paint dashed = Paint.NewDisposablePaint(), paint = Paint.NewDisposablePaint();
            var line = new LineStyle(1.6f, label.Look.Color, label.Look.Pattern);
            Drawing.DrawLine(rp.Canvas, dashed, new Pixel(left + 4, y), new Pixel(left + Leader - 4, places[i]), line);
            label.Look.MarkerStyle(8).Render(rp.Canvas, new Pixel(left + Leader, places[i]), paint);
            Style(label.Text).Render(rp.Canvas, new Pixel(left + Leader + Gap, places[i]), paint, label.Text);
        }
    }

    /// <summary>Places at least <paramref name="distance"/> apart, as near as possible to the wanted ones (ascending),
    /// between <paramref name="top"/> and <paramref name="bottom"/> while there is room.</summary>
    public static float[] Spread(float[] wanted, float distance, float top, float bottom)
    {
        float[] places = [.. wanted];
        for (int i = 1; i < places.Length; i++) places[i] = Math.Max(places[i], places[i - 1] + distance);
        if (places.Length > 0 && places[^1] > bottom) places[^1] = bottom;
        for (int i = places.Length - 2; i >= 0; i--) places[i] = Math.Min(places[i], places[i + 1] - distance);
        if (places.Length == 0 || places[0] >= top) return places;

        places[0] = top;
        for (int i = 1; i < places.Length; i++) places[i] = Math.Max(places[i], places[i - 1] + distance);
        return places;
    }

    private LabelStyle Style(string text) => new()
    {
        Text = text,
        FontName = font,
        FontSize = ThemedPlot.FontSize,
        ForeColor = theme.Foreground,
        Alignment = Alignment.MiddleLeft,
    };
}
