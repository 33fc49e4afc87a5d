using System.Text;

namespace Gradus.Lab.Reports.Text;

/// <summary>The few pieces of Markdown a report is made of; every text is escaped.</summary>
internal static class Markdown
{
    public static string Escape(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (char c in text.ReplaceLineEndings(" "))
        {
            if (c is '<') result.Append("&lt;");
            else if (c is '&') result.Append("&amp;");
            else if ("\\`*_[]|#>~!".Contains(c, StringComparison.Ordinal)) result.Append('\\').Append(c);
            else result.Append(c);
        }
        return result.ToString();
    }

    public static string Table(Table table)
    {
        var text = new StringBuilder();
        Row(text, table.Columns.Select(Escape));
        Row(text, table.Columns.Select((_, i) => table.Rows.Any(r => r[i].Value is not null) ? "---:" : "---"));
        foreach (IReadOnlyList<Cell> row in table.Rows) Row(text, row.Select(cell => Escape(cell.Text)));
        return text.ToString();
    }

    /// <summary>A code block whose fence is longer than any run of backticks inside.</summary>
    public static string Code(string text)
    {
        string fence = "```";
        while (text.Contains(fence, StringComparison.Ordinal)) fence += "`";
        return $"{fence}\n{text}\n{fence}\n";
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
