using Gradus.Lab.Reports.Verdicts;

namespace Gradus.Lab.Reports.Html;

/// <summary>What was found, and how far it can be believed.</summary>
internal static class FindingSections
{
    public static void Warnings(HtmlWriter html, Summary summary)
    {
        html.Line($"<section id=\"warnings\"><h2>Warnings</h2>");
        if (summary.Warnings.Count == 0) html.Line($"<p>None: every rate lay inside its grid, every run finished and reached the target.</p>");
        else
        {
            html.Line($"<ul class=\"warnings\">");
            foreach (Warning warning in summary.Warnings) html.Line($"<li><b class=\"tag\">{warning.Short}</b> {warning.Text}</li>");
            html.Line($"</ul>");
        }
        html.Line($"</section>");
    }

    public static void Claim(HtmlWriter html, Comparison comparison, Summary summary)
    {
        if (comparison.Claim is not { } claim) return;
        html.Line($"<section id=\"claim\"><h2>A common claim, measured</h2>");
        html.Line($"<blockquote>{claim.Text}</blockquote>");
        html.Line($"<dl class=\"claims\">");
        foreach (ClaimVerdict part in summary.Claims)
        {
            html.Line($"<dt><b class=\"tag {Style(part.Outcome)}\">{part.Verdict}</b> {part.Statement}</dt>");
            html.Line($"<dd><ul>");
            foreach (string sentence in part.Evidence) html.Line($"<li>{sentence}</li>");
            html.Line($"</ul></dd>");
        }
        html.Line($"</dl></section>");
    }

    public static void Fairness(HtmlWriter html, Summary summary)
    {
        html.Line($"<section id=\"fairness\"><h2>How the comparison was kept fair</h2>");
        html.Line($"<ul class=\"checks\">");
        foreach (FairnessCheck check in summary.Fairness)
        {
            (string style, string word) = check.Holds switch { true => ("good", "checked"), false => ("bad", "not met"), _ => ("open", "note") };
            html.Line($"<li><b class=\"tag {style}\">{word}</b> <span>{check.Condition}. <span class=\"detail\">{check.Detail}</span></span></li>");
        }
        html.Line($"</ul></section>");
    }

    public static void Pairs(HtmlWriter html, Summary summary)
    {
        html.Line($"<section id=\"pairs\"><h2>Every two contestants, seed by seed</h2>");
        html.Line($"<p>{ReportTables.PairsNote(summary)}</p>");
        html.Line($"<details><summary>Show the {Wording.Of(summary.Pairs.Count, "pair")}</summary>");
        HtmlTable.Write(html, ReportTables.Pairs(summary), "Differences in test accuracy between every two contestants");
        html.Line($"</details></section>");
    }

    private static string Style(Outcome outcome) => outcome switch
    {
        Outcome.Supported => "good",
        Outcome.Refuted => "bad",
        _ => "open",
    };
}
