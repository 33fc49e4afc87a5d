using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>10⁴ x₁ x₂ − 1, e^−x₁ + e^−x₂ − 1.0001: the solution (1.098… · 10⁻⁵, 9.106…) spans six orders of magnitude. Problem 3.</summary>
public readonly record struct PowellBadlyScaled : ITestProblem
{
    /// <inheritdoc/>
    public int Number => 3;

    /// <inheritdoc/>
    public string Name => "powell badly scaled";

    /// <inheritdoc/>
    public int Count => 2;

    /// <inheritdoc/>
    public double[] Start => [0, 1];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [0];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        residuals[0] = T.Constant(1e4) * x[0] * x[1] - T.One;
        residuals[1] = T.Exp(-x[0]) + T.Exp(-x[1]) - T.Constant(1.0001);
    }
}
