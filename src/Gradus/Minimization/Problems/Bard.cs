using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>yᵢ − (x₁ + uᵢ/(vᵢ x₂ + wᵢ x₃)) with u = i, v = 16 − i, w = min(u, v). Problem 8.</summary>
/// <remarks>17.4286 is approached where x₂ and x₃ go to −∞.</remarks>
public readonly record struct Bard : ITestProblem
{
    private static readonly double[] s_y =
    [
        0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73,
        0.96, 1.34, 2.10, 4.39,
    ];

    /// <inheritdoc/>
    public int Number => 8;

    /// <inheritdoc/>
    public string Name => "bard";

    /// <inheritdoc/>
    public int Count => 15;

    /// <inheritdoc/>
    public double[] Start => [1, 1, 1];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [8.21487e-3, 17.4286];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        for (int i = 0; i < s_y.Length; i++)
        {
            double u = i + 1, v = 16 - u, w = Math.Min(u, v);
            residuals[i] = T.Constant(s_y[i]) - (x[0] + T.Constant(u) / (T.Constant(v) * x[1] + T.Constant(w) * x[2]));
        }
    }
}
