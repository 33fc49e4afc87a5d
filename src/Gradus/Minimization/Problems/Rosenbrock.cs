using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>10 (x₂ − x₁²), 1 − x₁: a bent valley. Problem 1.</summary>
public readonly record struct Rosenbrock : ITestProblem
{
    /// <inheritdoc/>
    public int Number => 1;

    /// <inheritdoc/>
    public string Name => "rosenbrock";

    /// <inheritdoc/>
    public int Count => 2;

    /// <inheritdoc/>
    public double[] Start => [-1.2, 1];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [0];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        residuals[0] = T.Constant(10) * (x[1] - x[0] * x[0]);
        residuals[1] = T.One - x[0];
    }
}
