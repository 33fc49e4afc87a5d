namespace Gradus.Lab.Benchmarks;

/// <summary>What a <see cref="TrainingBenchmark"/> measures, and how long.</summary>
public sealed record TrainingBenchmarkOptions
{
    /// <summary>The name of a model of <see cref="Torch.Models.ImageModels"/>; default <c>cnn</c>.</summary>
    public string Model { get; init; } = "cnn";

    /// <summary>Samples in a batch; default 128.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Batches in one measurement; default 30.</summary>
    public int Batches { get; init; } = 30;

    /// <summary>How often each loop is measured; default 15.</summary>
    public int Rounds { get; init; } = 15;
}
