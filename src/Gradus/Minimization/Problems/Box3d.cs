using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>e^(−t x₁) − e^(−t x₂) − x₃ (e^−t − e^−10t) with t = 0.1 i, ten of them. Problem 12.</summary>
public readonly record struct Box3d : ITestProblem
{
    /// <inheritdoc/>
    public int Number => 12;

    /// <inheritdoc/>
    public string Name => "box three-dimensional";

    /// <inheritdoc/>
    public int Count => 10;

    /// <inheritdoc/>
    public double[] Start => [0, 10, 20];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [0];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        for (int i = 0; i < Count; i++)
        {
            double t = 0.1 * (i + 1);
            T minusT = T.Constant(-t);
            residuals[i] = T.Exp(minusT * x[0]) - T.Exp(minusT * x[1]) - x[2] * T.Constant(Math.Exp(-t) - Math.Exp(-10 * t));
        }
    }
}
