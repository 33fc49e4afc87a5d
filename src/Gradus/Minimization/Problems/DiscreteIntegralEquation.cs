using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>xᵢ + h/2 ((1 − tᵢ) Σ_{j ≤ i} tⱼ (xⱼ + tⱼ + 1)³ + tᵢ Σ_{j > i} (1 − tⱼ)(xⱼ + tⱼ + 1)³) with h = 1/(n + 1), t = i h. Problem 29.</summary>
/// <param name="Variables">n.</param>
public readonly record struct DiscreteIntegralEquation(int Variables = 10) : ITestProblem
{
    /// <summary>10 variables.</summary>
    public DiscreteIntegralEquation() : this(10)
    {
    }

    /// <summary>n.</summary>
    public int Variables { get; } = Size.Check(Variables);

    /// <inheritdoc/>
    public int Number => 29;

    /// <inheritdoc/>
    public string Name => "discrete integral equation";

    /// <inheritdoc/>
    public int Count => Variables;

    /// <inheritdoc/>
    public double[] Start => DiscreteBoundaryValue.StartOf(Variables);

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [0];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        int n = x.Length;
        double h = 1.0 / (n + 1);
        // Each residual in three parts: what lies below adds up on the way there, what lies above on the way back.
        T below = T.Zero, above = T.Zero;
        for (int i = 0; i < n; i++)
        {
            double t = (i + 1) * h;
            below += T.Constant(t) * Cube(x[i], t);
            residuals[i] = x[i] + T.Constant(h / 2 * (1 - t)) * below;
        }

        for (int i = n - 1; i >= 0; i--)
        {
            double t = (i + 1) * h;
            residuals[i] += T.Constant(h / 2 * t) * above;
            above += T.Constant(1 - t) * Cube(x[i], t);
        }

        static T Cube(T x, double t)
        {
            T z = x + T.Constant(t + 1);
            return z * z * z;
        }
    }
}
