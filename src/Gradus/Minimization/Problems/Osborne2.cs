using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>yᵢ less a decay and three bells: x₁ e^(−t x₅) + Σₖ xₖ e^(−(t − xₖ₊₇)² xₖ₊₄), k = 2, 3, 4, with t = (i − 1)/10. Problem 19.</summary>
public readonly record struct Osborne2 : ITestProblem
{
    private static readonly double[] s_y =
    [
        1.366, 1.191, 1.112, 1.013, 0.991, 0.885, 0.831, 0.847, 0.786, 0.725, 0.746,
        0.679, 0.608, 0.655, 0.616, 0.606, 0.602, 0.626, 0.651, 0.724, 0.649, 0.649,
        0.694, 0.644, 0.624, 0.661, 0.612, 0.558, 0.533, 0.495, 0.500, 0.423, 0.395,
        0.375, 0.372, 0.391, 0.396, 0.405, 0.428, 0.429, 0.523, 0.562, 0.607, 0.653,
        0.672, 0.708, 0.633, 0.668, 0.645, 0.632, 0.591, 0.559, 0.597, 0.625, 0.739,
        0.710, 0.729, 0.720, 0.636, 0.581, 0.428, 0.292, 0.162, 0.098, 0.054,
    ];

    /// <inheritdoc/>
    public int Number => 19;

    /// <inheritdoc/>
    public string Name => "osborne 2";

    /// <inheritdoc/>
    public int Count => 65;

    /// <inheritdoc/>
    public double[] Start => [1.3, 0.65, 0.65, 0.7, 0.6, 3, 5, 7, 2, 4.5, 5.5];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [4.01377e-2];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        for (int i = 0; i < s_y.Length; i++)
        {
            T t = T.Constant(i / 10.0), model = x[0] * T.Exp(-(t * x[4]));
            for (int k = 1; k <= 3; k++)
            {
                T fromCentre = t - x[k + 7];
                model += x[k] * T.Exp(-(fromCentre * fromCentre * x[k + 4]));
            }

            residuals[i] = T.Constant(s_y[i]) - model;
        }
    }
}
