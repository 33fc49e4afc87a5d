using Gradus.Algebra;
using Gradus.Metadata;
using Gradus.Surfaces;

namespace Gradus.Cli.Explaining;

/// <summary>The catalogue as a page of Markdown: what docs/reference holds, and a test holds it to.</summary>
internal static class Reference
{
    /// <summary>Every method of a kind.</summary>
    /// <param name="title">The page's title.</param>
    /// <param name="kind">Which methods.</param>
    /// <param name="command">What prints the page.</param>
    public static IEnumerable<string> Page(string title, MethodKind kind, string command) =>
    [
        $"# {title}",
        "",
        $"Printed by `{command}` from the catalogue; the formulas are those that run.",
        "",
        .. Contents(kind),
        .. Catalog.Of(kind).SelectMany(Section),
    ];

    /// <summary>A method as lines of LaTeX: its formulas, and of a surface also the domain and the minima.</summary>
    public static IReadOnlyList<string> Mathematics(IMethod method)
    {
        IReadOnlyList<string> formulas = Formulas.Of(method, FormulaStyle.Latex);
        return method is ISurface surface ? [.. formulas, Landscape.Domain(surface, FormulaStyle.Latex), .. Landscape.Minima(surface, FormulaStyle.Latex)] : formulas;
    }

    private static IEnumerable<string> Contents(MethodKind kind) =>
        Catalog.Of(kind).Select(entry => $"- [{entry.Name}](#{entry.Name.ToLowerInvariant()}): {entry.Summary}");

    private static IEnumerable<string> Section(MethodEntry entry) =>
    [
        "",
        $"## {entry.Name}",
        "",
        $"{Sentence(entry.Summary)} {entry.Choose}".TrimEnd(),
        .. Formula(entry),
        .. Parameters(entry),
        .. Conventions(entry),
        .. entry.Source.Length > 0 ? (string[])["", $"Source: {entry.Source}."] : [],
    ];

    private static IEnumerable<string> Formula(MethodEntry entry)
    {
        if (entry.Parameters.Any(p => p.IsRequired)) return [];
        IReadOnlyList<string> lines = Mathematics(entry.Create());
        return lines.Count == 0 ? [] : ["", .. lines.SelectMany(line => (string[])["```math", line, "```"])];
    }

    private static IEnumerable<string> Parameters(MethodEntry entry) => entry.Parameters.Count == 0 ? [] :
    [
        "",
        "| parameter | default | range | meaning |",
        "| --- | --- | --- | --- |",
        .. entry.Parameters.Select(p => $"| `{p.Name}` | {(p.DefaultText.Length > 0 ? $"`{p.DefaultText}`" : p.IsRequired ? "required" : "not given")} | {Cell(p.Expected)} | {Cell(p.Meaning)} |"),
    ];

    private static IEnumerable<string> Conventions(MethodEntry entry) => entry.Conventions.Count == 0 ? [] :
    [
        "",
        "| elsewhere | |",
        "| --- | --- |",
        .. entry.Conventions.Select(c => $"| {c.Framework} | {Cell(c.Says)} |"),
    ];

    private static string Sentence(string summary) => $"{char.ToUpperInvariant(summary[0])}{summary[1..]}.";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
