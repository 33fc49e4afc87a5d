namespace Gradus.Lab.Benchmarks;

/// <summary>What a <see cref="MemoryBenchmark"/> measures, and how long.</summary>
public sealed record MemoryBenchmarkOptions
{
    /// <summary>Training steps; default 5,000.</summary>
    public int Steps { get; init; } = 5_000;

    /// <summary>Steps before memory is expected to stand still; default a tenth of them, 500.</summary>
    public int WarmUp { get; init; } = 500;

    /// <summary>How many steps lie between two looks at memory; default 50.</summary>
    public int Every { get; init; } = 50;

    /// <summary>The name of a model of <see cref="Torch.Models.ImageModels"/>; default <c>mlp</c>.</summary>
    public string Model { get; init; } = "mlp";

    /// <summary>Samples in a batch; default 32.</summary>
    public int BatchSize { get; init; } = 32;
}
