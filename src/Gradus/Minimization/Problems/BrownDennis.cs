using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>(x₁ + t x₂ − eᵗ)² + (x₃ + x₄ sin t − cos t)² with t = i/5, twenty of them. Problem 16.</summary>
public readonly record struct BrownDennis : ITestProblem
{
    /// <inheritdoc/>
    public int Number => 16;

    /// <inheritdoc/>
    public string Name => "brown and dennis";

    /// <inheritdoc/>
    public int Count => 20;

    /// <inheritdoc/>
    public double[] Start => [25, 5, -5, -1];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [85822.2];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        for (int i = 0; i < Count; i++)
        {
            double t = (i + 1) / 5.0;
            T growth = x[0] + T.Constant(t) * x[1] - T.Constant(Math.Exp(t));
            T wave = x[2] + x[3] * T.Constant(Math.Sin(t)) - T.Constant(Math.Cos(t));
            residuals[i] = growth * growth + wave * wave;
        }
    }
}
