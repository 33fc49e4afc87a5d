using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>2xᵢ − xᵢ₋₁ − xᵢ₊₁ + h² (xᵢ + tᵢ + 1)³/2 with h = 1/(n + 1), t = i h, x₀ = xₙ₊₁ = 0. Problem 28.</summary>
/// <param name="Variables">n.</param>
public readonly record struct DiscreteBoundaryValue(int Variables = 10) : ITestProblem
{
    /// <summary>10 variables.</summary>
    public DiscreteBoundaryValue() : this(10)
    {
    }

    /// <summary>n.</summary>
    public int Variables { get; } = Size.Check(Variables);

    /// <inheritdoc/>
    public int Number => 28;

    /// <inheritdoc/>
    public string Name => "discrete boundary value";

    /// <inheritdoc/>
    public int Count => Variables;

    /// <inheritdoc/>
    public double[] Start => StartOf(Variables);

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [0];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        double h = 1.0 / (x.Length + 1);
        for (int i = 0; i < x.Length; i++)
        {
            T before = i > 0 ? x[i - 1] : T.Zero, after = i + 1 < x.Length ? x[i + 1] : T.Zero, z = x[i] + T.Constant((i + 1) * h + 1);
            residuals[i] = T.Two * x[i] - before - after + T.Constant(h * h / 2) * z * z * z;
        }
    }

    /// <summary>t (t − 1), which holds the boundary values.</summary>
    internal static double[] StartOf(int variables)
    {
        double[] start = new double[variables];
        double h = 1.0 / (variables + 1);
        for (int i = 0; i < variables; i++) start[i] = (i + 1) * h * ((i + 1) * h - 1);
        return start;
    }
}
