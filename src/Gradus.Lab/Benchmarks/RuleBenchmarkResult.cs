using System.Globalization;
using System.Text;
using System.Text.Json;
using Gradus.Lab.Reports;

namespace Gradus.Lab.Benchmarks;

/// <summary>What a <see cref="RuleBenchmark"/> measured.</summary>
/// <param name="Machine">Where.</param>
/// <param name="Threads">With how many threads.</param>
/// <param name="Rows">The measurements.</param>
public sealed record RuleBenchmarkResult(MachineFacts Machine, int Threads, IReadOnlyList<RuleRow> Rows)
{
    /// <summary>As tables: rules alone, then rules with something around them.</summary>
    public string ToMarkdown()
    {
        string[] lists = [.. Rows.Select(row => row.List).Distinct()];
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{BenchmarkText.Where(Machine)}; {Threads} threads. Milliseconds a step, and the share of the memory roofline.\n\n");
        Table(text, lists, "rule", Rows.Where(row => row.OverBare is null), row => $"{Time(row)} · {row.OfRoofline.Median.ToString("P0", CultureInfo.InvariantCulture)}");
        if (Rows.All(row => row.OverBare is null)) return text.ToString();
        text.Append("\nMilliseconds a step, and what stands around the rule costs beside the rule alone.\n\n");
        Table(text, lists, "rule with something around it", Rows.Where(row => row.OverBare is not null), row => $"{Time(row)} · {(row.OverBare!.Value.Median - 1).ToString("+0.0 %;−0.0 %", CultureInfo.InvariantCulture)}");
        return text.ToString();
    }

    /// <summary>All numbers.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, BenchmarkJson.Default.RuleBenchmarkResult);

    private static string Time(RuleRow row) => row.Ours.Median.ToString(row.Ours.Median < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    private static void Table(StringBuilder text, string[] lists, string head, IEnumerable<RuleRow> rows, Func<RuleRow, string> cell)
    {
        text.Append(CultureInfo.InvariantCulture, $"| {head} | {string.Join(" | ", lists)} |\n| --- |{string.Concat(lists.Select(_ => " --- |"))}\n");
        foreach (IGrouping<string, RuleRow> rule in rows.GroupBy(row => row.Rule))
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{rule.Key}` | {string.Join(" | ", lists.Select(list => rule.FirstOrDefault(row => row.List == list) is { } row ? cell(row) : ""))} |\n");
        }
    }
}
