using System.Text;

using Gradus.Lab.Charts;
using Gradus.Lab.Reports.Verdicts;

namespace Gradus.Lab.Reports.Text;

/// <summary><c>report.md</c>: the report where a page cannot go, such as a pull request.</summary>
internal static class MarkdownReport
{
    public static string Of(Comparison comparison, Summary summary, IReadOnlyList<Chart> charts)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(Markdown.Escape(comparison.Title)).Append("\n\n");
        text.Append("**").Append(Markdown.Escape(summary.Headline)).Append("**\n\n");
        text.Append(Markdown.Table(ReportTables.Ranking(comparison, summary))).Append('\n');
        text.Append(Markdown.Escape(ReportTables.IntervalNote(summary))).Append('\n');

        Section(text, "Warnings", summary.Warnings.Select(w => w.Text), "None.");
        Section(text, "How the comparison was kept fair",
            summary.Fairness.Select(f => $"{f.Condition}: {(f.Holds switch { true => "yes. ", false => "NO. ", _ => "" })}{f.Detail}"), "");
        if (comparison.Claim is { } claim)
            Section(text, $"The claim: {claim.Text}", summary.Claims.Select(c => $"{c.Statement}: {c.Verdict}. {string.Join(" ", c.Evidence)}"), "");

        text.Append("\n## Charts\n");
        foreach (Chart chart in charts)
        {
            text.Append("\n### ").Append(Markdown.Escape(chart.Title)).Append("\n\n");
            text.Append($"[![{Markdown.Escape(chart.Title)}](charts/{chart.Id}.png)](charts/{chart.Id}.svg)\n\n");
            text.Append(Markdown.Escape(chart.Summary)).Append(' ').Append(Markdown.Escape(chart.HowToRead)).Append('\n');
        }

        Heading(text, "Every two contestants, seed by seed").Append(Markdown.Escape(ReportTables.PairsNote(summary))).Append("\n\n")
            .Append(Markdown.Table(ReportTables.Pairs(summary)));
        Heading(text, "Recipes");
        foreach (Contestant contestant in comparison.Contestants)
            text.Append(Markdown.Escape(contestant.Label)).Append("\n\n").Append(Markdown.Code(contestant.Recipe)).Append('\n');
        Heading(text, "Every run").Append(Markdown.Table(ReportTables.Runs(comparison)));
        Heading(text, "Setting").Append(Markdown.Table(ReportTables.Setting(comparison)));
        Heading(text, "Machine and versions").Append(Markdown.Table(ReportTables.Machine(comparison.Machine)));
        Heading(text, "Do it again").Append(Markdown.Code(comparison.Command));
        text.Append("\nThe numbers: [results.json](results.json), [summary.json](summary.json), [results.csv](results.csv), "
            + "[curves.csv](curves.csv), [grid.csv](grid.csv).\n");
        return text.ToString();
    }

    private static StringBuilder Heading(StringBuilder text, string title) =>
        text.Append("\n## ").Append(Markdown.Escape(title)).Append("\n\n");

    private static void Section(StringBuilder text, string title, IEnumerable<string> items, string none)
    {
        Heading(text, title);
        string[] all = [.. items];
        foreach (string item in all) text.Append("- ").Append(Markdown.Escape(item)).Append('\n');
        if (all.Length == 0) text.Append(none).Append('\n');
    }
}
