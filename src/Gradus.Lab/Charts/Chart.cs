using System.Text;
using Gradus.Lab.Reports;

using ScottPlot;
using SkiaSharp;

namespace Gradus.Lab.Charts;

/// <summary>A chart together with all it takes to do without it: a sentence and the numbers it draws.</summary>
public sealed record Chart
{
    /// <summary>Name of the chart's files and anchor, such as <c>accuracy-by-epoch</c>.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    /// <summary>What the chart shows in this very comparison, computed from its data.</summary>
    public required string Summary { get; init; }

    /// <summary>What lines, bands and dots mean.</summary>
    public required string HowToRead { get; init; }

    /// <summary>The numbers drawn.</summary>
    public required Table Table { get; init; }

    public int Width { get; init; } = 760;
    public int Height { get; init; } = 430;

    /// <summary>Draws the chart in one appearance.</summary>
    public required Func<Theme, Plot> Draw { get; init; }

    /// <summary>Draws a second panel, below the first and as high; null for none.</summary>
    public Func<Theme, Plot>? DrawBelow { get; init; }

    /// <summary>The chart as an SVG document that scales with its container.</summary>
    public string Svg(Theme theme)
    {
        using MemoryStream stream = new();
        // The document is complete once its canvas is disposed of.
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, Width, Height), stream)) Render(canvas, theme, scale: 1);
        return SvgDocument.Scalable(Encoding.UTF8.GetString(stream.ToArray()), $"{Id}-{theme.Name}", $"{Title}. {Summary}");
    }

    /// <summary>The chart as a PNG image, at twice its nominal size so that it stays sharp.</summary>
    public byte[] Png(Theme theme)
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo(2 * Width, 2 * Height));
        Render(surface.Canvas, theme, scale: 2);
        using SKImage image = surface.Snapshot();
        using SKData png = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }

    private void Render(SKCanvas canvas, Theme theme, int scale)
    {
        Func<Theme, Plot>[] panels = DrawBelow is null ? [Draw] : [Draw, DrawBelow];
        float height = scale * Height / (float)panels.Length;
        for (int i = 0; i < panels.Length; i++)
        {
            using Plot plot = panels[i](theme);
            plot.ScaleFactor = scale;
            // The first rendering finds the limits of the axes and then draws once more; only the second belongs into the picture.
            plot.RenderInMemory(scale * Width, (int)height);
            // A plot clears the canvas before it draws; the clip keeps that off the other panel.
            canvas.Save();
            canvas.ClipRect(new SKRect(0, i * height, scale * Width, (i + 1) * height));
            plot.Render(canvas, new PixelRect(0, scale * Width, (i + 1) * height, i * height));
            canvas.Restore();
        }
    }
}
