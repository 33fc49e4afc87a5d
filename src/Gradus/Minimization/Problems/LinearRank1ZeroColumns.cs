using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>−1 first and last, and (i − 1) Σ j xⱼ − 1 over 1 &lt; j &lt; n between; m = 2n. Problem 34.</summary>
/// <param name="Variables">n, from 3.</param>
public readonly record struct LinearRank1ZeroColumns(int Variables = 10) : ITestProblem
{
    /// <summary>10 variables.</summary>
    public LinearRank1ZeroColumns() : this(10)
    {
    }

    /// <summary>n.</summary>
    public int Variables { get; } = Size.Check(Variables, 3);

    /// <inheritdoc/>
    public int Number => 34;

    /// <inheritdoc/>
    public string Name => "linear, rank 1 with zero columns and rows";

    /// <inheritdoc/>
    public int Count => 2 * Variables;

    /// <inheritdoc/>
    public double[] Start => [.. Enumerable.Repeat(1.0, Variables)];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [(Count * Count + 3.0 * Count - 6) / (2 * (2 * Count - 3))];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        T sum = T.Zero;
        for (int j = 1; j < x.Length - 1; j++) sum += T.Constant(j + 1) * x[j];
        residuals[0] = -T.One;
        for (int i = 1; i < Count - 1; i++) residuals[i] = T.Constant(i) * sum - T.One;
        residuals[Count - 1] = -T.One;
    }
}
