using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>x₁ exp(−x₂ (tᵢ − x₃)²/2) − yᵢ with t = (8 − i)/2. Problem 9.</summary>
public readonly record struct Gaussian : ITestProblem
{
    private static readonly double[] s_y = [0.0009, 0.0044, 0.0175, 0.0540, 0.1295, 0.2420, 0.3521, 0.3989];

    /// <inheritdoc/>
    public int Number => 9;

    /// <inheritdoc/>
    public string Name => "gaussian";

    /// <inheritdoc/>
    public int Count => 15;

    /// <inheritdoc/>
    public double[] Start => [0.4, 1, 0];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [1.12793e-8];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        for (int i = 0; i < Count; i++)
        {
            // The bell is symmetric: yᵢ = y₁₆₋ᵢ.
            T fromCentre = T.Constant((7 - i) / 2.0) - x[2];
            residuals[i] = x[0] * T.Exp(-T.Half * x[1] * fromCentre * fromCentre) - T.Constant(s_y[Math.Min(i, 14 - i)]);
        }
    }
}
