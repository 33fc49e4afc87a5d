namespace Gradus.Lab.Charts;

/// <summary>Names that fit beside a chart; the tables hold them in full.</summary>
internal static class ShortName
{
    private const int Longest = 26;

    /// <summary>The names, the long ones cut in the middle (recipes differ at their ends), still distinct.</summary>
    public static string[] Of(IEnumerable<string> names)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var result = new List<string>();
        foreach (string name in names)
        {
            string flat = name.ReplaceLineEndings(" ");
            string cut = flat.Length <= Longest ? flat : flat[..(Longest - 11)] + "…" + flat[^10..];
            string distinct = cut;
            for (int i = 2; !taken.Add(distinct); i++) distinct = $"{cut} ({i})";
            result.Add(distinct);
        }
        return [.. result];
    }
}
