using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>xᵢ + Σ xⱼ − (n + 1), and last Π xⱼ − 1. Problem 27.</summary>
/// <remarks>The local minimum 1 lies at (0, …, 0, n + 1).</remarks>
/// <param name="Variables">n.</param>
public readonly record struct BrownAlmostLinear(int Variables = 10) : ITestProblem
{
    /// <summary>10 variables.</summary>
    public BrownAlmostLinear() : this(10)
    {
    }

    /// <summary>n.</summary>
    public int Variables { get; } = Size.Check(Variables);

    /// <inheritdoc/>
    public int Number => 27;

    /// <inheritdoc/>
    public string Name => "brown almost-linear";

    /// <inheritdoc/>
    public int Count => Variables;

    /// <inheritdoc/>
    public double[] Start => [.. Enumerable.Repeat(0.5, Variables)];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [0, 1];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        int n = x.Length;
        T sum = T.Constant(-(n + 1)), product = T.One;
        foreach (T each in x) (sum, product) = (sum + each, product * each);
        for (int i = 0; i < n - 1; i++) residuals[i] = x[i] + sum;
        residuals[n - 1] = product - T.One;
    }
}
