using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>p′(tᵢ) − p(tᵢ)² − 1 of the polynomial p(t) = Σ xⱼ tʲ⁻¹ at t = i/29, then x₁ and x₂ − x₁² − 1: a differential equation solved by least squares. Problem 20.</summary>
/// <remarks>The more variables, the worse the Hessian is conditioned: 10¹³ for 12.</remarks>
/// <param name="Variables">n, from 2 to 31; the minimum is published for 6, 9 and 12.</param>
public readonly record struct Watson(int Variables = 6) : ITestProblem
{
    /// <summary>6 variables.</summary>
    public Watson() : this(6)
    {
    }

    /// <summary>n.</summary>
    public int Variables { get; } = Size.Check(Variables, 2, 31);

    /// <inheritdoc/>
    public int Number => 20;

    /// <inheritdoc/>
    public string Name => "watson";

    /// <inheritdoc/>
    public int Count => 31;

    /// <inheritdoc/>
    public double[] Start => new double[Variables];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => Variables switch { 6 => [2.28767e-3], 9 => [1.39976e-6], 12 => [4.72238e-10], _ => [] };

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        for (int i = 0; i < 29; i++)
        {
            // Horner's rule, for p and p′ at once.
            T t = T.Constant((i + 1) / 29.0), p = T.Zero, slope = T.Zero;
            for (int j = x.Length - 1; j >= 0; j--)
            {
                slope = slope * t + p;
                p = p * t + x[j];
            }

            residuals[i] = slope - p * p - T.One;
        }

        residuals[29] = x[0];
        residuals[30] = x[1] - x[0] * x[0] - T.One;
    }
}
