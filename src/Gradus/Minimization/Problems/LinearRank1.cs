using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>i Σ j xⱼ − 1; m = 2n. Problem 33.</summary>
/// <param name="Variables">n.</param>
public readonly record struct LinearRank1(int Variables = 10) : ITestProblem
{
    /// <summary>10 variables.</summary>
    public LinearRank1() : this(10)
    {
    }

    /// <summary>n.</summary>
    public int Variables { get; } = Size.Check(Variables);

    /// <inheritdoc/>
    public int Number => 33;

    /// <inheritdoc/>
    public string Name => "linear, rank 1";

    /// <inheritdoc/>
    public int Count => 2 * Variables;

    /// <inheritdoc/>
    public double[] Start => [.. Enumerable.Repeat(1.0, Variables)];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [Count * (Count - 1.0) / (2 * (2 * Count + 1))];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        T sum = T.Zero;
        for (int j = 0; j < x.Length; j++) sum += T.Constant(j + 1) * x[j];
        for (int i = 0; i < Count; i++) residuals[i] = T.Constant(i + 1) * sum - T.One;
    }
}
