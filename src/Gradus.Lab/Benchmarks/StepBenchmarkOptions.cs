using System.Text.Json.Serialization;

namespace Gradus.Lab.Benchmarks;

/// <summary>What a <see cref="StepBenchmark"/> measures, and how long.</summary>
public sealed record StepBenchmarkOptions
{
    /// <summary>Names of rules in <see cref="StepRules.All"/>; all of them by default.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [.. StepRules.All.Select(rule => rule.Name)];

    /// <summary>The parameters to step; <see cref="ParameterSizes.All"/> by default.</summary>
    public IReadOnlyList<ParameterSizes> Sizes { get; init; } = ParameterSizes.All;

    /// <summary>How often every contestant is measured; at least 1, default 15.</summary>
    public int Rounds { get; init; } = 15;

    /// <summary>One measurement takes as many steps as fit into this time, and at least one; default 20 ms.</summary>
    public TimeSpan Measurement { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How long every contestant steps before the first measurement, so that all code is compiled; default 0.5 s.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// Rest before each measurement. OpenMP's threads spin for some milliseconds after their work; without a rest one
    /// contestant would pay for another's. Default 10 ms.
    /// </summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Whether a forward and a backward pass go before every step, untimed. Then the step meets what it meets in
    /// training: cold caches, libtorch's threads still spinning, and an allocator that has given memory back.
    /// </summary>
    public bool InTraining { get; init; }

    /// <summary>
    /// What the running program must be given to print <see cref="TorchSharpAlone.Measure"/> for a rule and sizes: then
    /// TorchSharp is measured in a process of its own as well. Null leaves that out.
    /// </summary>
    [JsonIgnore]
    public Func<string, ParameterSizes, IReadOnlyList<string>>? Alone { get; init; }

    /// <summary>Threads for every contestant; null leaves Gradus and libtorch at what they are set to.</summary>
    public int? Threads { get; init; }
}
