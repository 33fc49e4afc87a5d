namespace Gradus.Lab.Benchmarks;

/// <summary>What a <see cref="LossBenchmark"/> measures, and how long.</summary>
public sealed record LossBenchmarkOptions
{
    /// <summary>Beginnings of the names of losses; all of them by default.</summary>
    public IReadOnlyList<string> Losses { get; init; } = [""];

    /// <summary>Predictions of a pointwise loss; at least 1, default 25 million.</summary>
    public long Elements { get; init; } = 25_000_000;

    /// <summary>Divides rows, and classes where they are many, to try the benchmark itself; at least 1, default 1.</summary>
    public int RowsDividedBy { get; init; } = 1;

    /// <summary>How often every contestant is measured; at least 1, default 15.</summary>
    public int Rounds { get; init; } = 15;

    /// <summary>One measurement takes as many passes as fit into this time, and at least one; default 20 ms.</summary>
    public TimeSpan Measurement { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How long every contestant runs before the first measurement; default 0.5 s.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Rest before each measurement, in which OpenMP's threads go to sleep; default 10 ms.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Threads for every contestant; null leaves Gradus and libtorch at what they are set to.</summary>
    public int? Threads { get; init; }
}
