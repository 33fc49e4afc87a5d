using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>x₁ − 13 + ((5 − x₂) x₂ − 2) x₂, x₁ − 29 + ((x₂ + 1) x₂ − 14) x₂. Problem 2.</summary>
/// <remarks>From the standard start descent ends at the local minimum (11.41…, −0.8968…).</remarks>
public readonly record struct FreudensteinRoth : ITestProblem
{
    /// <inheritdoc/>
    public int Number => 2;

    /// <inheritdoc/>
    public string Name => "freudenstein and roth";

    /// <inheritdoc/>
    public int Count => 2;

    /// <inheritdoc/>
    public double[] Start => [0.5, -2];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [0, 48.9842];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        residuals[0] = x[0] - T.Constant(13) + ((T.Constant(5) - x[1]) * x[1] - T.Two) * x[1];
        residuals[1] = x[0] - T.Constant(29) + ((x[1] + T.One) * x[1] - T.Constant(14)) * x[1];
    }
}
