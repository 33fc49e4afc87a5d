using System.Net;
using System.Text.RegularExpressions;

namespace Gradus.Lab.Charts;

/// <summary>Fits Skia's SVG for a page: it scales, speaks to screen readers, and several can stand in one document.</summary>
internal static partial class SvgDocument
{
    /// <param name="svg">What ScottPlot wrote.</param>
    /// <param name="name">Unique in the page, and thereby every id made from it.</param>
    /// <param name="label">What the picture says, for those who do not see it.</param>
    public static string Scalable(string svg, string name, string label)
    {
        svg = svg[svg.IndexOf("<svg", StringComparison.Ordinal)..];
        svg = Size().Replace(svg, m =>
            $"viewBox=\"0 0 {m.Groups[1].Value} {m.Groups[2].Value}\" width=\"100%\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(label)}\"", 1);
        // Skia numbers ids per process; numbered per picture, the same data give the same file.
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        string Renamed(string id) => ids.TryGetValue(id, out string? known) ? known : ids[id] = $"{name}-{ids.Count + 1}";
        svg = Id().Replace(svg, m => $"id=\"{Renamed(m.Groups[1].Value)}\"");
        svg = Reference().Replace(svg, m => $"url(#{Renamed(m.Groups[1].Value)})");
        svg = Family().Replace(svg, $"font-family=\"{ChartFont.CssFamilies}\"");
        return svg.Trim();
    }

    /// <summary>The same, for use inside HTML, where the namespaces are known.</summary>
    public static string Inline(string scalable) => Namespace().Replace(scalable, "");

    [GeneratedRegex("""(?<=<svg[^>]*)width="([\d.]+)" height="([\d.]+)"(?=>)""")]
    private static partial Regex Size();

    [GeneratedRegex("\\bid=\"([^\"]+)\"")]
    private static partial Regex Id();

    [GeneratedRegex("""url\(#([^)]+)\)""")]
    private static partial Regex Reference();

    [GeneratedRegex("font-family=\"[^\"]*\"")]
    private static partial Regex Family();

    [GeneratedRegex("\\s+xmlns(:xlink)?=\"[^\"]*\"")]
    private static partial Regex Namespace();
}
