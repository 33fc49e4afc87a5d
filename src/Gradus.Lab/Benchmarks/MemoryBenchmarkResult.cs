using System.Globalization;
using System.Text.Json;
using Gradus.Lab.Reports;

namespace Gradus.Lab.Benchmarks;

/// <summary>What a <see cref="MemoryBenchmark"/> measured, and where.</summary>
/// <param name="Machine">Where.</param>
/// <param name="Steps">Training steps that were watched.</param>
/// <param name="WarmUp">Training steps before them.</param>
/// <param name="Resident">Resident bytes of the process over the steps that were watched.</param>
/// <param name="ManagedBytesPerStep">Managed bytes that <see cref="Torch.Optimizers.TorchOptimizer.step"/> allocates, each time.</param>
public sealed record MemoryBenchmarkResult(
    MachineFacts Machine, int Steps, int WarmUp, IReadOnlyList<long> Resident, double ManagedBytesPerStep)
{
    /// <summary>The median of the resident memory.</summary>
    public double MedianBytes => Spread.Of(Resident.Select(bytes => (double)bytes)).Median;

    /// <summary>How far resident memory ever is from its median, as a share of it.</summary>
    public double Deviation => Resident.Max(bytes => Math.Abs(bytes / MedianBytes - 1));

    /// <summary>A Markdown table.</summary>
    public string ToMarkdown() => string.Create(CultureInfo.InvariantCulture, $"""
        {Steps} training steps after {WarmUp} of warm-up; {Resident.Count} looks at memory. {BenchmarkText.Where(Machine)}.

        | resident memory, median | largest deviation | managed bytes an optimizer step |
        | --- | --- | --- |
        | {MedianBytes / (1 << 20):0.0} MiB | ±{Deviation:P2} | {ManagedBytesPerStep:0.##} |

        """);

    /// <summary>Everything as one JSON document.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, BenchmarkJson.Default.MemoryBenchmarkResult);
}
