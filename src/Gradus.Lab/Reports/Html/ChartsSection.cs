using Gradus.Lab.Charts;

namespace Gradus.Lab.Reports.Html;

/// <summary>Each chart in both appearances, its sentence, and the numbers behind it.</summary>
internal static class ChartsSection
{
    public static void Write(HtmlWriter html, IReadOnlyList<Chart> charts)
    {
        html.Line($"<section id=\"charts\"><h2>Charts</h2>");
        html.Line($"<div class=\"charts\">");
        foreach (Chart chart in charts) Figure(html, chart);
        html.Line($"</div></section>");
    }

    private static void Figure(HtmlWriter html, Chart chart)
    {
        html.Line($"<figure id=\"{chart.Id}\">");
        html.Line($"<h3>{chart.Title}</h3>");
        html.Line($"<div class=\"picture\" role=\"region\" aria-label=\"{chart.Title}\" tabindex=\"0\">");
        foreach (Theme theme in Theme.All)
            html.Line($"<div class=\"on-{theme.Name}\">{new Markup(SvgDocument.Inline(chart.Svg(theme)))}</div>");
        html.Line($"</div>");
        html.Line($"<figcaption><p>{chart.Summary}</p><p class=\"detail\">{chart.HowToRead}</p></figcaption>");
        html.Line($"<details><summary>The numbers</summary>");
        html.Line($"<button type=\"button\" class=\"copy\" data-copy=\"table\" hidden>Copy as CSV, exact</button>");
        HtmlTable.Write(html, chart.Table, $"Numbers of the chart: {chart.Title}");
        html.Line($"</details>");
        html.Line($"</figure>");
    }
}
