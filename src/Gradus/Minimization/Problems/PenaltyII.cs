using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>x₁ − 0.2, √10⁻⁵ (e^(xᵢ/10) + e^(xᵢ₋₁/10) − yᵢ), √10⁻⁵ (e^(xᵢ/10) − e^−0.1), Σ (n − j + 1) xⱼ² − 1. Problem 24.</summary>
/// <param name="Variables">n; the minimum is published for 4 and 10.</param>
public readonly record struct PenaltyII(int Variables = 10) : ITestProblem
{
    /// <summary>10 variables.</summary>
    public PenaltyII() : this(10)
    {
    }

    /// <summary>n.</summary>
    public int Variables { get; } = Size.Check(Variables);

    /// <inheritdoc/>
    public int Number => 24;

    /// <inheritdoc/>
    public string Name => "penalty ii";

    /// <inheritdoc/>
    public int Count => 2 * Variables;

    /// <inheritdoc/>
    public double[] Start => [.. Enumerable.Repeat(0.5, Variables)];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => Variables switch { 4 => [9.37629e-6], 10 => [2.93660e-4], _ => [] };

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        int n = x.Length;
        T weight = T.Constant(Math.Sqrt(1e-5)), before = T.Exp(x[0] / T.Constant(10)), square = T.Constant(-1) + T.Constant(n) * x[0] * x[0];
        residuals[0] = x[0] - T.Constant(0.2);
        for (int i = 1; i < n; i++)
        {
            T power = T.Exp(x[i] / T.Constant(10));
            residuals[i] = weight * (power + before - T.Constant(Math.Exp((i + 1) / 10.0) + Math.Exp(i / 10.0)));
            residuals[n - 1 + i] = weight * (power - T.Constant(Math.Exp(-0.1)));
            square += T.Constant(n - i) * x[i] * x[i];
            before = power;
        }

        residuals[2 * n - 1] = square;
    }
}
