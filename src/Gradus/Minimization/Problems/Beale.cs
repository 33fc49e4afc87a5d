using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>yᵢ − x₁ (1 − x₂ⁱ) with y = 1.5, 2.25, 2.625. Problem 5.</summary>
public readonly record struct Beale : ITestProblem
{
    private static readonly double[] s_y = [1.5, 2.25, 2.625];

    /// <inheritdoc/>
    public int Number => 5;

    /// <inheritdoc/>
    public string Name => "beale";

    /// <inheritdoc/>
    public int Count => 3;

    /// <inheritdoc/>
    public double[] Start => [1, 1];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [0];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        T power = T.One;
        for (int i = 0; i < s_y.Length; i++)
        {
            power *= x[1];
            residuals[i] = T.Constant(s_y[i]) - x[0] * (T.One - power);
        }
    }
}
