using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>xᵢ − 1, then s = Σ j (xⱼ − 1), then s². Problem 25.</summary>
/// <param name="Variables">n.</param>
public readonly record struct VariablyDimensioned(int Variables = 10) : ITestProblem
{
    /// <summary>10 variables.</summary>
    public VariablyDimensioned() : this(10)
    {
    }

    /// <summary>n.</summary>
    public int Variables { get; } = Size.Check(Variables);

    /// <inheritdoc/>
    public int Number => 25;

    /// <inheritdoc/>
    public string Name => "variably dimensioned";

    /// <inheritdoc/>
    public int Count => Variables + 2;

    /// <inheritdoc/>
    public double[] Start
    {
        get
        {
            double[] start = new double[Variables];
            for (int i = 0; i < start.Length; i++) start[i] = 1 - (i + 1.0) / start.Length;
            return start;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [0];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        T sum = T.Zero;
        for (int i = 0; i < x.Length; i++)
        {
            residuals[i] = x[i] - T.One;
            sum += T.Constant(i + 1) * residuals[i];
        }

        residuals[x.Length] = sum;
        residuals[x.Length + 1] = sum * sum;
    }
}
