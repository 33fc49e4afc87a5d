namespace Gradus.Lab.Reports.Html;

/// <summary>What it takes to check the result or to repeat it.</summary>
internal static class RecordSections
{
    public static void Recipes(HtmlWriter html, Comparison comparison)
    {
        html.Line($"<section id=\"recipes\"><h2>The exact recipes</h2>");
        html.Line($"<dl class=\"recipes\">");
        foreach (Contestant contestant in comparison.Contestants)
        {
            html.Line($"<dt>{contestant.Label}</dt>");
            html.Line($"<dd>");
            Code(html, contestant.Recipe);
            html.Line($"</dd>");
        }
        html.Line($"</dl></section>");
    }

    public static void Runs(HtmlWriter html, Comparison comparison)
    {
        html.Line($"<section id=\"runs\"><h2>Every run</h2>");
        html.Line($"<details><summary>Show the {Wording.Of(comparison.Contestants.Sum(c => c.Runs.Count), "run")}</summary>");
        HtmlTable.Write(html, ReportTables.Runs(comparison), "Every confirming run");
        html.Line($"</details></section>");
    }

    public static void Setting(HtmlWriter html, Comparison comparison)
    {
        html.Line($"<section id=\"setting\"><h2>Setting</h2><div class=\"pair\">");
        HtmlTable.Write(html, ReportTables.Setting(comparison), "What was the same for every contestant", style: "facts");
        HtmlTable.Write(html, ReportTables.Machine(comparison.Machine), "Machine and versions", style: "facts");
        html.Line($"</div></section>");
        html.Line($"<section id=\"again\"><h2>Do it again</h2>");
        Code(html, comparison.Command);
        html.Line($"<p class=\"note\">Beside this page: results.json, summary.json, results.csv, curves.csv, grid.csv, report.md and the charts as SVG and PNG.</p>");
        html.Line($"</section>");
    }

    private static void Code(HtmlWriter html, string text) =>
        html.Line($"<div class=\"code\"><pre tabindex=\"0\"><code>{text}</code></pre><button type=\"button\" class=\"copy\" data-copy=\"code\" hidden>Copy</button></div>");
}
