using System.Globalization;
using System.Text;
using System.Text.Json;
using Gradus.Lab.Reports;

namespace Gradus.Lab.Benchmarks;

/// <summary>What a <see cref="LossBenchmark"/> measured, and where.</summary>
/// <param name="Machine">Where: times mean nothing without it.</param>
/// <param name="GradusThreads">Threads that share a sweep of ours.</param>
/// <param name="LibtorchThreads">Threads of libtorch.</param>
/// <param name="Options">What was measured.</param>
/// <param name="Rows">One for each loss.</param>
public sealed record LossBenchmarkResult(
    MachineFacts Machine, int GradusThreads, int LibtorchThreads, LossBenchmarkOptions Options, IReadOnlyList<LossRow> Rows)
{
    /// <summary>The rows as a Markdown table: medians, with quartiles in brackets.</summary>
    public string ToMarkdown()
    {
        StringBuilder text = new();
        text.AppendLine(Invariant($"Milliseconds for forward and backward: median [quartiles] of {Options.Rounds} interleaved rounds; memory is how far the process grew at most. {BenchmarkText.Where(Machine)}; {GradusThreads} threads (libtorch {LibtorchThreads})."));
        text.AppendLine();
        text.AppendLine("| loss | predictions | Gradus | TorchSharp | over TorchSharp | goal | Gradus' memory | TorchSharp's memory | share |");
        text.AppendLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (LossRow row in Rows)
        {
            string goal = row.Goal is { } times ? Invariant($"≥ {times}× {(row.ReachesGoal == true ? "✓" : "missed")}") : "";
            string share = row.MemoryShare is { } part ? Invariant($"{part:P0}") : "";
            text.AppendLine(Invariant(
                $"| {row.Loss} | {row.Shape} | {Time(row.Ours)} | {Time(row.TorchSharp)} `{row.Peer}` | {row.OverTorchSharp.Median:0.0}× [{row.OverTorchSharp.Lower:0.0}, {row.OverTorchSharp.Upper:0.0}] | {goal} | {Memory(row.OurMemory)} | {Memory(row.TorchSharpMemory)} | {share} |"));
        }

        return text.ToString();
    }

    /// <summary>Everything as one JSON document.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, BenchmarkJson.Default.LossBenchmarkResult);

    private static string Time(Spread ms) => Invariant($"{ms.Median:G4} [{ms.Lower:G4}, {ms.Upper:G4}]");

    private static string Memory(long? bytes) => bytes is { } known ? Invariant($"{known / 1048576.0:0} MiB") : "";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
