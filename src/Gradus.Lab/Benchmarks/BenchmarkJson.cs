using System.Text.Json.Serialization;

namespace Gradus.Lab.Benchmarks;

/// <summary>The results as JSON: camelCase, round-trip doubles, NaN and infinities as strings.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    WriteIndented = true)]
[JsonSerializable(typeof(StepBenchmarkResult))]
[JsonSerializable(typeof(RuleBenchmarkResult))]
[JsonSerializable(typeof(LossBenchmarkResult))]
[JsonSerializable(typeof(TrainingBenchmarkResult))]
[JsonSerializable(typeof(MemoryBenchmarkResult))]
[JsonSerializable(typeof(MinimizeBenchmarkResult))]
internal sealed partial class BenchmarkJson : JsonSerializerContext;
