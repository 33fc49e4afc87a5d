using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>x₁ + 10 x₂, √5 (x₃ − x₄), (x₂ − 2x₃)², √10 (x₁ − x₄)²: the Hessian at the minimum is singular. Problem 13.</summary>
public readonly record struct PowellSingular : ITestProblem
{
    /// <inheritdoc/>
    public int Number => 13;

    /// <inheritdoc/>
    public string Name => "powell singular";

    /// <inheritdoc/>
    public int Count => 4;

    /// <inheritdoc/>
    public double[] Start => [3, -1, 0, 1];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [0];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        ExtendedPowellSingular.Four(x, residuals);
    }
}
