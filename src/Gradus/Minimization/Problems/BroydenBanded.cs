using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>xᵢ (2 + 5xᵢ²) + 1 − Σ xⱼ (1 + xⱼ) over the five j before i and the one after it. Problem 31.</summary>
/// <param name="Variables">n.</param>
public readonly record struct BroydenBanded(int Variables = 10) : ITestProblem
{
    /// <summary>10 variables.</summary>
    public BroydenBanded() : this(10)
    {
    }

    /// <summary>n.</summary>
    public int Variables { get; } = Size.Check(Variables);

    /// <inheritdoc/>
    public int Number => 31;

    /// <inheritdoc/>
    public string Name => "broyden banded";

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
            T sum = x[i] * (T.Two + T.Constant(5) * x[i] * x[i]) + T.One;
            for (int j = Math.Max(0, i - 5); j <= Math.Min(x.Length - 1, i + 1); j++)
            {
                if (j != i) sum -= x[j] * (T.One + x[j]);
            }

            residuals[i] = sum;
        }
    }
}
