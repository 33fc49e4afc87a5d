using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>(3 − 2xᵢ) xᵢ − xᵢ₋₁ − 2xᵢ₊₁ + 1 with x₀ = xₙ₊₁ = 0. Problem 30.</summary>
/// <param name="Variables">n.</param>
public readonly record struct BroydenTridiagonal(int Variables = 10) : ITestProblem
{
    /// <summary>10 variables.</summary>
    public BroydenTridiagonal() : this(10)
    {
    }

    /// <summary>n.</summary>
    public int Variables { get; } = Size.Check(Variables);

    /// <inheritdoc/>
    public int Number => 30;

    /// <inheritdoc/>
    public string Name => "broyden tridiagonal";

    /// <inheritdoc/>
    public int Count => Variables;

    /// <inheritdoc/>
    public double[] Start => [.. Enumerable.Repeat(-1.0, Variables)];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [0];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        for (int i = 0; i < x.Length; i++)
        {
            T before = i > 0 ? x[i - 1] : T.Zero, after = i + 1 < x.Length ? x[i + 1] : T.Zero;
            residuals[i] = (T.Constant(3) - T.Two * x[i]) * x[i] - before - T.Two * after + T.One;
        }
    }
}
