using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>x₁ − 10⁶, x₂ − 2 · 10⁻⁶, x₁ x₂ − 2: twelve orders of magnitude between the variables. Problem 4.</summary>
public readonly record struct BrownBadlyScaled : ITestProblem
{
    /// <inheritdoc/>
    public int Number => 4;

    /// <inheritdoc/>
    public string Name => "brown badly scaled";

    /// <inheritdoc/>
    public int Count => 3;

    /// <inheritdoc/>
    public double[] Start => [1, 1];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [0];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        residuals[0] = x[0] - T.Constant(1e6);
        residuals[1] = x[1] - T.Constant(2e-6);
        residuals[2] = x[0] * x[1] - T.Two;
    }
}
