using Gradus.Lab.Charts;
using Gradus.Lab.Reports.Verdicts;

namespace Gradus.Lab.Reports.Html;

/// <summary><c>report.html</c>: one file that needs nothing else, neither network nor neighbours.</summary>
internal static class HtmlReport
{
    public static string Of(Comparison comparison, Summary summary, IReadOnlyList<Chart> charts)
    {
        var html = new HtmlWriter();
        PageFrame.Open(html, comparison.Title);
        OpeningSection.Write(html, comparison, summary);
        FindingSections.Warnings(html, summary);
        html.Line($"<div class=\"findings\">");
        FindingSections.Claim(html, comparison, summary);
        FindingSections.Fairness(html, summary);
        html.Line($"</div>");
        ChartsSection.Write(html, charts);
        FindingSections.Pairs(html, summary);
        RecordSections.Recipes(html, comparison);
        RecordSections.Runs(html, comparison);
        RecordSections.Setting(html, comparison);
        PageFrame.Close(html);
        return html.ToString();
    }
}
