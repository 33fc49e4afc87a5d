namespace Gradus.Lab.Benchmarks;

/// <summary>How a <see cref="MinimizeBenchmark"/> searches.</summary>
public sealed record MinimizeBenchmarkOptions
{
    /// <summary>Every method stops where the largest element of the gradient is at most this; default 1e-8.</summary>
    public double GradientTolerance { get; init; } = 1e-8;

    /// <summary>How many steps L-BFGS remembers; default 10.</summary>
    public int Memory { get; init; } = 10;

    /// <summary>The most evaluations, and the most steps, of each search; default 100,000.</summary>
    public int MaxEvaluations { get; init; } = 100_000;
}
