using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>x₁ + 10 x₂, √5 (x₃ − x₄), (x₂ − 2x₃)², √10 (x₁ − x₄)² for every four variables. Problem 22.</summary>
/// <param name="Variables">n, a multiple of 4.</param>
public readonly record struct ExtendedPowellSingular(int Variables = 12) : ITestProblem
{
    /// <summary>12 variables.</summary>
    public ExtendedPowellSingular() : this(12)
    {
    }

    /// <summary>n.</summary>
    public int Variables { get; } = Size.Check(Variables, 4, multipleOf: 4);

    /// <inheritdoc/>
    public int Number => 22;

    /// <inheritdoc/>
    public string Name => "extended powell singular";

    /// <inheritdoc/>
    public int Count => Variables;

    /// <inheritdoc/>
    public double[] Start => [.. Enumerable.Range(0, Variables).Select(i => (i % 4) switch { 0 => 3.0, 1 => -1, 2 => 0, _ => 1 })];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [0];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        for (int i = 0; i < x.Length; i += 4) Four(x.Slice(i, 4), residuals.Slice(i, 4));
    }

    internal static void Four<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        residuals[0] = x[0] + T.Constant(10) * x[1];
        residuals[1] = T.Constant(Math.Sqrt(5)) * (x[2] - x[3]);
        residuals[2] = Real.Square(x[1] - T.Two * x[2]);
        residuals[3] = T.Constant(Math.Sqrt(10)) * Real.Square(x[0] - x[3]);
    }
}
