using System.Globalization;
using System.Text.Json;
using Gradus.Lab.Reports;

namespace Gradus.Lab.Benchmarks;

/// <summary>What a <see cref="TrainingBenchmark"/> measured, and where.</summary>
/// <param name="Machine">Where.</param>
/// <param name="Model">The model's name.</param>
/// <param name="BatchSize">Samples in a batch.</param>
/// <param name="Rounds">How often each loop was measured.</param>
/// <param name="Bare">Milliseconds a step of a loop written by hand.</param>
/// <param name="Trainer">Milliseconds a step of the Trainer.</param>
/// <param name="Overhead">The Trainer's time over the loop's, less 1, round by round.</param>
public sealed record TrainingBenchmarkResult(
    MachineFacts Machine, string Model, int BatchSize, int Rounds, Spread Bare, Spread Trainer, Spread Overhead)
{
    /// <summary>A Markdown table of both loops.</summary>
    public string ToMarkdown() => string.Create(CultureInfo.InvariantCulture, $"""
        {Model}, batch {BatchSize}: median [quartiles] of {Rounds} interleaved rounds. {BenchmarkText.Where(Machine)}.

        | loop | ms a step | images/s | overhead |
        | --- | --- | --- | --- |
        | bare TorchSharp loop | {Bare.Median:0.00} [{Bare.Lower:0.00}, {Bare.Upper:0.00}] | {1e3 * BatchSize / Bare.Median:0} | |
        | Trainer | {Trainer.Median:0.00} [{Trainer.Lower:0.00}, {Trainer.Upper:0.00}] | {1e3 * BatchSize / Trainer.Median:0} | {Overhead.Median:P1} [{Overhead.Lower:P1}, {Overhead.Upper:P1}] |

        """);

    /// <summary>Everything as one JSON document.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, BenchmarkJson.Default.TrainingBenchmarkResult);
}
