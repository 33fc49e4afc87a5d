using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>x₃ e^(−t x₁) − x₄ e^(−t x₂) + x₆ e^(−t x₅) − (e^−t − 5 e^−10t + 3 e^−4t) with t = 0.1 i, thirteen of them. Problem 18.</summary>
public readonly record struct BiggsExp6 : ITestProblem
{
    /// <inheritdoc/>
    public int Number => 18;

    /// <inheritdoc/>
    public string Name => "biggs exp6";

    /// <inheritdoc/>
    public int Count => 13;

    /// <inheritdoc/>
    public double[] Start => [1, 2, 1, 1, 1, 1];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [0, 5.65565e-3];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        for (int i = 0; i < Count; i++)
        {
            double t = 0.1 * (i + 1), y = Math.Exp(-t) - 5 * Math.Exp(-10 * t) + 3 * Math.Exp(-4 * t);
            T minusT = T.Constant(-t);
            residuals[i] = x[2] * T.Exp(minusT * x[0]) - x[3] * T.Exp(minusT * x[1]) + x[5] * T.Exp(minusT * x[4]) - T.Constant(y);
        }
    }
}
