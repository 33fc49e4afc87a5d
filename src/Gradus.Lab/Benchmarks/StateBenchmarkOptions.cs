namespace Gradus.Lab.Benchmarks;

/// <summary>What a <see cref="StateBenchmark"/> measures, and how long.</summary>
public sealed record StateBenchmarkOptions
{
    /// <summary>The optimizers in the recipe language; the first is what the others are compared with.</summary>
    public IReadOnlyList<string> Optimizers { get; init; } = ["adamw", "adamw with state16", "adamw with state8"];

    /// <summary>The shapes of the parameters; those of GPT-2 with 124 million by default.</summary>
    public IReadOnlyList<IReadOnlyList<long>> Shapes { get; init; } = Gpt2;

    /// <summary>How often every optimizer is measured; at least 1, default 15.</summary>
    public int Rounds { get; init; } = 15;

    /// <summary>Threads that share a step; null leaves them as they are.</summary>
    public int? Threads { get; init; }

    /// <summary>How long every optimizer steps before it is measured; default 1 s.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Every parameter of GPT-2 small: embeddings, twelve blocks, the last normalization.</summary>
    public static IReadOnlyList<IReadOnlyList<long>> Gpt2 { get; } =
    [
        [50257, 768], [1024, 768],
        .. Enumerable.Repeat<long[][]>([[768], [768], [2304, 768], [2304], [768, 768], [768], [768], [768], [3072, 768], [3072], [768, 3072], [768]], 12).SelectMany(block => block),
        [768], [768],
    ];
}
