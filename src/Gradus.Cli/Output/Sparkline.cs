namespace Gradus.Cli;

/// <summary>A curve in one line of text.</summary>
internal static class Sparkline
{
    private const string Heights = "▁▂▃▄▅▆▇█";

    /// <summary>Draws values at even distances; what is not finite shows as a gap.</summary>
    public static string Of(IReadOnlyList<double> values, int width)
    {
        int columns = Math.Min(width, values.Count);
        double[] shown = [.. Enumerable.Range(0, columns).Select(i => values[columns == 1 ? 0 : (int)((long)i * (values.Count - 1) / (columns - 1))])];
        double[] finite = [.. shown.Where(double.IsFinite)];
        if (finite.Length == 0) return new string(' ', columns);
        double low = finite.Min(), range = finite.Max() - low;
        return string.Concat(shown.Select(value => !double.IsFinite(value) ? ' '
            : range == 0 ? Heights[Heights.Length / 2]
            : Heights[(int)Math.Round((value - low) / range * (Heights.Length - 1))]));
    }
}
