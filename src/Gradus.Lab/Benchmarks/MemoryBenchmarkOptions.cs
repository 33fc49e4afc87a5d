namespace Gradus.Lab.Benchmarks;

/// <summary>What a <see cref="MemoryBenchmark"/> measures, and how long.</summary>
public sealed record MemoryBenchmarkOptions
{
    /// <summary>Training steps to watch, after the warm-up; default 5,000.</summary>
    public int Steps { get; init; } = 5_000;

    /// <summary>
    /// Training steps before memory is expected to stand still; default 3,000. Training makes so little garbage that the
    /// collector's youngest generation, some tens of megabytes, is mapped over that many steps before it first runs.
    /// </summary>
    public int WarmUp { get; init; } = 15_000;

    /// <summary>How many steps lie between two looks at memory; default 50.</summary>
    public int Every { get; init; } = 50;

    /// <summary>The name of a model of <see cref="Torch.Models.ImageModels"/>; default <c>mlp</c>.</summary>
    public string Model { get; init; } = "mlp";

    /// <summary>Samples in a batch; default 32.</summary>
    public int BatchSize { get; init; } = 32;
}
