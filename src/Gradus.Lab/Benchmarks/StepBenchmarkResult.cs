using System.Globalization;
using System.Text;
using System.Text.Json;
using Gradus.Lab.Reports;

namespace Gradus.Lab.Benchmarks;

/// <summary>What a <see cref="StepBenchmark"/> measured, and where.</summary>
/// <param name="Machine">Where: times mean nothing without it.</param>
/// <param name="GradusThreads">Threads that share a sweep of ours; the roofline has as many.</param>
/// <param name="LibtorchThreads">Threads of libtorch.</param>
/// <param name="Options">What was measured.</param>
/// <param name="Rows">One for each rule and size.</param>
public sealed record StepBenchmarkResult(
    MachineFacts Machine, int GradusThreads, int LibtorchThreads, StepBenchmarkOptions Options, IReadOnlyList<StepRow> Rows)
{
    /// <summary>The rows as a Markdown table: medians, with quartiles in brackets.</summary>
    public string ToMarkdown()
    {
        StringBuilder text = new();
        text.AppendLine(Invariant($"Milliseconds a step: median [quartiles] of {Options.Rounds} interleaved rounds{(Options.InTraining ? ", each step after a forward and backward pass" : "")}. {BenchmarkText.Where(Machine)}; {GradusThreads} threads (libtorch {LibtorchThreads})."));
        text.AppendLine();
        text.AppendLine("| rule | parameters | Gradus | TorchSharp | TorchSharp alone | libtorch | roofline | over TorchSharp | over TorchSharp alone | over libtorch | of roofline | GB/s |");
        text.AppendLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (StepRow row in Rows)
        {
            text.AppendLine(Invariant(
                $"| {row.Rule} | {row.Sizes} | {Time(row.Ours)} | {Time(row.TorchSharp)} | {Alone(row.TorchSharpAlone, "")} | {Time(row.Libtorch)} `{row.Peer}` | {Time(row.Roofline)} | {Ratio(row.OverTorchSharp, "×")} | {Alone(row.OverTorchSharpAlone, "×")} | {Ratio(row.OverLibtorch, "×")} | {Share(row.OfRoofline)} | {row.GigabytesPerSecond:0.0} |"));
        }

        return text.ToString();
    }

    /// <summary>Everything as one JSON document.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, BenchmarkJson.Default.StepBenchmarkResult);

    private static string Alone(double? value, string unit) => value is { } measured ? Invariant($"{measured:G4}{unit}") : "";

    private static string Time(Spread ms) => Invariant($"{ms.Median:G4} [{ms.Lower:G4}, {ms.Upper:G4}]");

    private static string Ratio(Spread ratio, string unit) => Invariant($"{ratio.Median:0.00}{unit} [{ratio.Lower:0.00}, {ratio.Upper:0.00}]");

    private static string Share(Spread ratio) => Invariant($"{ratio.Median:P0} [{ratio.Lower:P0}, {ratio.Upper:P0}]");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
