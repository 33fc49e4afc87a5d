using Gradus.Lab.Reports;

using ScottPlot;

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

    /// <summary>The chart as an SVG document that scales with its container.</summary>
    public string Svg(Theme theme)
    {
        using Plot plot = Draw(theme);
        return SvgDocument.Scalable(plot.GetSvgXml(Width, Height), $"{Id}-{theme.Name}", $"{Title}. {Summary}");
    }

    /// <summary>The chart as a PNG image, at twice its nominal size so that it stays sharp.</summary>
    public byte[] Png(Theme theme)
    {
        using Plot plot = Draw(theme);
        plot.ScaleFactor = 2;
        return plot.GetImageBytes(2 * Width, 2 * Height, ImageFormat.Png);
    }
}
