namespace Gradus.Lab.Reports.Html;

/// <summary>A table in a container of its own that scrolls sideways where the screen is narrow.</summary>
internal static class HtmlTable
{
    /// <param name="html">The page.</param>
    /// <param name="table">What to write.</param>
    /// <param name="caption">What the table holds, for screen readers and as the name of the scrolling region.</param>
    /// <param name="heading">Which column names the row.</param>
    /// <param name="style">Class of the table.</param>
    public static void Write(HtmlWriter html, Table table, string caption, int heading = 0, string style = "")
    {
        bool[] numeric = [.. table.Columns.Select((_, i) => table.Rows.Any(r => r[i].Value is not null))];
        html.Line($"<div class=\"scroll\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\"><table class=\"{style}\">");
        html.Line($"<caption class=\"unseen\">{caption}</caption>");
        html.Line($"<thead><tr>");
        for (int i = 0; i < table.Columns.Count; i++)
            html.Line($"<th scope=\"col\"{Class(numeric[i])}>{table.Columns[i]}</th>");
        html.Line($"</tr></thead><tbody>");
        foreach (IReadOnlyList<Cell> row in table.Rows)
        {
            html.Line($"<tr>");
            for (int i = 0; i < row.Count; i++) Cell(html, row[i], i == heading, numeric[i]);
            html.Line($"</tr>");
        }
        html.Line($"</tbody></table></div>");
    }

    // <data> carries the exact number: what is copied from the page is what was measured, not what was rounded.
    private static void Cell(HtmlWriter html, Cell cell, bool heading, bool numeric)
    {
        if (heading) html.Line($"<th scope=\"row\"{Class(numeric)}>{cell.Text}</th>");
        else if (cell.Value is { } value) html.Line($"<td{Class(numeric)}><data value=\"{Wording.Exact(value)}\">{cell.Text}</data></td>");
        else html.Line($"<td{Class(numeric)}>{cell.Text}</td>");
    }

    private static Markup Class(bool numeric) => new(numeric ? " class=\"number\"" : "");
}
