using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>10 (x₂ᵢ − x₂ᵢ₋₁²), 1 − x₂ᵢ₋₁ for every pair of variables. Problem 21.</summary>
/// <param name="Variables">n, an even number.</param>
public readonly record struct ExtendedRosenbrock(int Variables = 10) : ITestProblem
{
    /// <summary>10 variables.</summary>
    public ExtendedRosenbrock() : this(10)
    {
    }

    /// <summary>n.</summary>
    public int Variables { get; } = Size.Check(Variables, 2, multipleOf: 2);

    /// <inheritdoc/>
    public int Number => 21;

    /// <inheritdoc/>
    public string Name => "extended rosenbrock";

    /// <inheritdoc/>
    public int Count => Variables;

    /// <inheritdoc/>
    public double[] Start => [.. Enumerable.Range(0, Variables).Select(i => i % 2 == 0 ? -1.2 : 1)];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [0];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        for (int i = 0; i < x.Length; i += 2)
        {
            residuals[i] = T.Constant(10) * (x[i + 1] - x[i] * x[i]);
            residuals[i + 1] = T.One - x[i];
        }
    }
}
