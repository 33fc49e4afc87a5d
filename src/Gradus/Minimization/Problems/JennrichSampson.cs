using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>2 + 2i − (e^(i x₁) + e^(i x₂)) for ten i: a minimum on the diagonal, with large residuals. Problem 6.</summary>
public readonly record struct JennrichSampson : ITestProblem
{
    /// <inheritdoc/>
    public int Number => 6;

    /// <inheritdoc/>
    public string Name => "jennrich and sampson";

    /// <inheritdoc/>
    public int Count => 10;

    /// <inheritdoc/>
    public double[] Start => [0.3, 0.4];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [124.362];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        for (int i = 0; i < Count; i++)
        {
            T k = T.Constant(i + 1);
            residuals[i] = T.Two + T.Two * k - (T.Exp(k * x[0]) + T.Exp(k * x[1]));
        }
    }
}
