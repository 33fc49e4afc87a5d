using ScottPlot;

namespace Gradus.Lab.Charts;

/// <summary>Ten colours in the order of Okabe and Ito's hues, moved until every one has at least 3:1 contrast to its
/// background and every two stay apart under simulated protanopia, deuteranopia and tritanopia (Machado et al. 2009,
/// distance in OKLab: at least 0.1 among the first seven, 0.05 among all ten).</summary>
public sealed class SeriesPalette
{
    private readonly Color[] _colors;

    private SeriesPalette(params string[] hex) => _colors = [.. hex.Select(Color.FromHex)];

    /// <summary>For a white background.</summary>
    public static SeriesPalette Light { get; } = new(
        "#0C409E", "#8A0600", "#087761", "#5D2F5D", "#D17B18", "#0D89D4", "#8F8F8F", "#A86A0F", "#7A5DA9", "#62600D");

    /// <summary>For a nearly black background.</summary>
    public static SeriesPalette Dark { get; } = new(
        "#3FA8F9", "#F99E1D", "#32894E", "#B45FAC", "#FADB4F", "#38DEFF", "#A6A6A6", "#FBBF75", "#6D81E5", "#B09003");

    /// <summary>Colours before they repeat.</summary>
    public int Count => _colors.Length;

    /// <summary>The colour of series <paramref name="index"/>; beyond the last the colours repeat, and marker and line
    /// pattern tell the series apart.</summary>
    public Color this[int index] => _colors[index % _colors.Length];
}
