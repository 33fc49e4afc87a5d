using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>the mean of Tᵢ(xⱼ) over j less ∫ Tᵢ, Tᵢ the Chebyshev polynomial shifted to [0, 1]: abscissae of a quadrature with equal weights. Problem 35.</summary>
/// <param name="Variables">n; the minimum is published for up to 10.</param>
public readonly record struct Chebyquad(int Variables = 8) : ITestProblem
{
    /// <summary>8 variables.</summary>
    public Chebyquad() : this(8)
    {
    }

    /// <summary>n.</summary>
    public int Variables { get; } = Size.Check(Variables);

    /// <inheritdoc/>
    public int Number => 35;

    /// <inheritdoc/>
    public string Name => "chebyquad";

    /// <inheritdoc/>
    public int Count => Variables;

    /// <inheritdoc/>
    public double[] Start
    {
        get
        {
            double[] start = new double[Variables];
            for (int i = 0; i < start.Length; i++) start[i] = (i + 1.0) / (start.Length + 1);
            return start;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => Variables switch { 8 => [3.51687e-3], 10 => [6.50395e-3], <= 7 or 9 => [0], _ => [] };

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        int n = x.Length;
        for (int i = 0; i < n; i++)
        {
            // ∫ Tᵢ is 0 for odd i.
            residuals[i] = T.Constant(i % 2 == 1 ? 1 / ((i + 1.0) * (i + 1) - 1) : 0);
        }

        foreach (T each in x)
        {
            T z = T.Two * each - T.One, before = T.One, chebyshev = z;
            for (int i = 0; i < n; i++)
            {
                residuals[i] += chebyshev / T.Constant(n);
                (before, chebyshev) = (chebyshev, T.Two * z * chebyshev - before);
            }
        }
    }
}
