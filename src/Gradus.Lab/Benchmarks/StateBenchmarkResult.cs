using System.Globalization;
using System.Text;
using System.Text.Json;
using Gradus.Lab.Reports;

namespace Gradus.Lab.Benchmarks;

/// <summary>What a <see cref="StateBenchmark"/> measured, and where.</summary>
/// <param name="Machine">Where: times mean nothing without it.</param>
/// <param name="Threads">Threads that share a step.</param>
/// <param name="Elements">Parameters in all.</param>
/// <param name="Rounds">How often each was measured.</param>
/// <param name="Rows">One for each optimizer.</param>
public sealed record StateBenchmarkResult(MachineFacts Machine, int Threads, long Elements, int Rounds, IReadOnlyList<StateRow> Rows)
{
    /// <summary>The rows as a Markdown table: medians, with quartiles in brackets.</summary>
    public string ToMarkdown()
    {
        StringBuilder text = new();
        text.AppendLine(Invariant($"Milliseconds a step over {Elements:N0} parameters of float32: median [quartiles] of {Rounds} interleaved rounds. {BenchmarkText.Where(Machine)}; {Threads} threads."));
        text.AppendLine();
        text.AppendLine("| optimizer | a step | of the first one's time | state | of the first one's state |");
        text.AppendLine("| --- | --- | --- | --- | --- |");
        foreach (StateRow row in Rows)
        {
            text.AppendLine(Invariant($"| {row.Optimizer} | {row.Step.Median:G4} [{row.Step.Lower:G4}, {row.Step.Upper:G4}] | {row.OfFirst.Median:0.00}× [{row.OfFirst.Lower:0.00}, {row.OfFirst.Upper:0.00}] | {row.StateBytes / 1e6:N1} MB | {(double)row.StateBytes / Rows[0].StateBytes:P1} |"));
        }

        return text.ToString();
    }

    /// <summary>Everything as one JSON document.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, BenchmarkJson.Default.StateBenchmarkResult);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>One optimizer.</summary>
/// <param name="Optimizer">In the recipe language.</param>
/// <param name="Step">Milliseconds a step.</param>
/// <param name="OfFirst">That over the first optimizer's, round by round.</param>
/// <param name="StateBytes">What it remembers, in bytes.</param>
public sealed record StateRow(string Optimizer, Spread Step, Spread OfFirst, long StateBytes);
