using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>10 (x₂ − x₁²), 1 − x₁, √90 (x₄ − x₃²), 1 − x₃, √10 (x₂ + x₄ − 2), (x₂ − x₄)/√10. Problem 14.</summary>
public readonly record struct Wood : ITestProblem
{
    /// <inheritdoc/>
    public int Number => 14;

    /// <inheritdoc/>
    public string Name => "wood";

    /// <inheritdoc/>
    public int Count => 6;

    /// <inheritdoc/>
    public double[] Start => [-3, -1, -3, -1];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [0];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        T root10 = T.Constant(Math.Sqrt(10));
        residuals[0] = T.Constant(10) * (x[1] - x[0] * x[0]);
        residuals[1] = T.One - x[0];
        residuals[2] = T.Constant(Math.Sqrt(90)) * (x[3] - x[2] * x[2]);
        residuals[3] = T.One - x[2];
        residuals[4] = root10 * (x[1] + x[3] - T.Two);
        residuals[5] = (x[1] - x[3]) / root10;
    }
}
