using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>xᵢ − (2/m) Σ xⱼ − 1, and −(2/m) Σ xⱼ − 1 where there is no xᵢ; m = 2n. Problem 32.</summary>
/// <param name="Variables">n.</param>
public readonly record struct LinearFullRank(int Variables = 10) : ITestProblem
{
    /// <summary>10 variables.</summary>
    public LinearFullRank() : this(10)
    {
    }

    /// <summary>n.</summary>
    public int Variables { get; } = Size.Check(Variables);

    /// <inheritdoc/>
    public int Number => 32;

    /// <inheritdoc/>
    public string Name => "linear, full rank";

    /// <inheritdoc/>
    public int Count => 2 * Variables;

    /// <inheritdoc/>
    public double[] Start => [.. Enumerable.Repeat(1.0, Variables)];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [Count - Variables];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        T mean = T.Zero;
        foreach (T each in x) mean += each;
        mean *= T.Constant(2.0 / Count);
        for (int i = 0; i < Count; i++) residuals[i] = (i < x.Length ? x[i] : T.Zero) - mean - T.One;
    }
}
