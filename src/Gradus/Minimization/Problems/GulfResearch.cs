using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>exp(−|yᵢ − x₂|^x₃ / x₁) − tᵢ with t = i/100, y = 25 + (−50 log t)^⅔, 99 of them. Problem 11.</summary>
/// <remarks>Where the paper prints “|yᵢ m i x₂|” it means a minus sign.</remarks>
public readonly record struct GulfResearch : ITestProblem
{
    /// <inheritdoc/>
    public int Number => 11;

    /// <inheritdoc/>
    public string Name => "gulf research and development";

    /// <inheritdoc/>
    public int Count => 99;

    /// <inheritdoc/>
    public double[] Start => [5, 2.5, 0.15];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [0];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        for (int i = 0; i < Count; i++)
        {
            double t = (i + 1) / 100.0, y = 25 + Math.Pow(-50 * Math.Log(t), 2.0 / 3);
            residuals[i] = T.Exp(-(T.Pow(T.Abs(T.Constant(y) - x[1]), x[2]) / x[0])) - T.Constant(t);
        }
    }
}
