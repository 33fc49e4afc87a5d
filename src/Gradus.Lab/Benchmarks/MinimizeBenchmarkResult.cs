using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gradus.Lab.Benchmarks;

/// <summary>What a <see cref="MinimizeBenchmark"/> counted.</summary>
/// <param name="GradientTolerance">Where every method was to stop.</param>
/// <param name="Memory">How many steps L-BFGS remembered.</param>
/// <param name="Rows">One for each problem.</param>
public sealed record MinimizeBenchmarkResult(double GradientTolerance, int Memory, IReadOnlyList<MinimizeRow> Rows)
{
    /// <summary>The rows as a Markdown table; a value that is no published minimum is marked.</summary>
    public string ToMarkdown()
    {
        StringBuilder text = new();
        text.AppendLine(Invariant($"Evaluations until the largest element of the gradient is at most {GradientTolerance:G2}; L-BFGS with {Memory} pairs. † is not a published minimum."));
        text.AppendLine();
        text.AppendLine("| problem | n | f* | lbfgs: f | max \\|g\\| | evaluations | stops | leastSquares: f | evaluations | stops | newtonCg: f | evaluations | products | stops |");
        text.AppendLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (MinimizeRow row in Rows)
        {
            MinimizeEnd a = row.Lbfgs, b = row.LeastSquares, c = row.NewtonCg;
            string minima = string.Join(" or ", row.Minima.Select(m => Invariant($"{m:G6}")));
            text.AppendLine(Invariant(
                $"| {row.Number} {row.Name} | {row.Variables} | {minima} | {Value(row, a)} | {a.Gradient:0E+0} | {a.Evaluations} | {a.Reason} | {Value(row, b)} | {b.Evaluations} | {b.Reason} | {Value(row, c)} | {c.Evaluations} | {c.Products} | {c.Reason} |"));
        }

        return text.ToString();
    }

    /// <summary>Everything as one JSON document.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, BenchmarkJson.Default.MinimizeBenchmarkResult);

    private static string Value(MinimizeRow row, MinimizeEnd end) => Invariant($"{end.Value:G6}{(row.IsReached(end) ? "" : "†")}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
