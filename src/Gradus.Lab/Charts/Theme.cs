using ScottPlot;

namespace Gradus.Lab.Charts;

/// <summary>The colours of one appearance, light or dark. The page's style sheet uses the same backgrounds.</summary>
/// <param name="Name"><c>light</c> or <c>dark</c>.</param>
/// <param name="Background">Behind everything.</param>
/// <param name="Foreground">Text and marks without a series.</param>
/// <param name="Quiet">Tick labels and axis titles.</param>
/// <param name="Grid">Grid lines.</param>
/// <param name="Palette">Series colours.</param>
public sealed record Theme(string Name, Color Background, Color Foreground, Color Quiet, Color Grid, SeriesPalette Palette)
{
    public static Theme Light { get; } = new("light", Color.FromHex("#FFFFFF"), Color.FromHex("#1B1F24"),
        Color.FromHex("#565E68"), Color.FromHex("#E6E8EB"), SeriesPalette.Light);

    public static Theme Dark { get; } = new("dark", Color.FromHex("#16191D"), Color.FromHex("#E8EAED"),
        Color.FromHex("#A4ACB6"), Color.FromHex("#2B3037"), SeriesPalette.Dark);

    /// <summary>Both appearances.</summary>
    public static IReadOnlyList<Theme> All { get; } = [Light, Dark];
}
