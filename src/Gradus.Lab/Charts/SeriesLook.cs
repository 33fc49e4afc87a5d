using ScottPlot;

namespace Gradus.Lab.Charts;

/// <summary>How one series is drawn: colour, line pattern and marker all differ, so that no one of them is needed.</summary>
internal readonly record struct SeriesLook(Color Color, LinePattern Pattern, MarkerShape Marker)
{
    private static readonly MarkerShape[] Markers =
    [
        MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond,
        MarkerShape.FilledTriangleDown, MarkerShape.OpenCircle, MarkerShape.OpenSquare, MarkerShape.OpenDiamond,
        MarkerShape.OpenTriangleUp, MarkerShape.Eks, MarkerShape.Asterisk,
    ];

    private static readonly LinePattern[] Patterns =
        [LinePattern.Solid, LinePattern.Dashed, new([2, 3], 0, "short"), new([10, 3, 2, 3], 0, "dash-dot")];

    // 11 markers and 4 patterns have no common divisor with 10 colours' repeats: look 0 comes again after 220 series.
    public static SeriesLook Of(int index, Theme theme) =>
        new(theme.Palette[index], Patterns[index % Patterns.Length], Markers[index % Markers.Length]);

    public MarkerStyle MarkerStyle(float size) => new(Marker, size, Color) { LineWidth = 1.5f, LineColor = Color };
}
