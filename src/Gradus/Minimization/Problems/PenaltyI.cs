using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>√10⁻⁵ (xᵢ − 1), then Σ xⱼ² − ¼: a ball pulled softly towards one point. Problem 23.</summary>
/// <param name="Variables">n; the minimum is published for 4 and 10.</param>
public readonly record struct PenaltyI(int Variables = 10) : ITestProblem
{
    /// <summary>10 variables.</summary>
    public PenaltyI() : this(10)
    {
    }

    /// <summary>n.</summary>
    public int Variables { get; } = Size.Check(Variables);

    /// <inheritdoc/>
    public int Number => 23;

    /// <inheritdoc/>
    public string Name => "penalty i";

    /// <inheritdoc/>
    public int Count => Variables + 1;

    /// <inheritdoc/>
    public double[] Start => [.. Enumerable.Range(1, Variables).Select(i => (double)i)];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => Variables switch { 4 => [2.24997e-5], 10 => [7.08765e-5], _ => [] };

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        T square = T.Constant(-0.25);
        for (int i = 0; i < x.Length; i++)
        {
            residuals[i] = T.Constant(Math.Sqrt(1e-5)) * (x[i] - T.One);
            square += x[i] * x[i];
        }

        residuals[x.Length] = square;
    }
}
