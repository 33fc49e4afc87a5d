using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>yᵢ − (x₁ + x₂ e^(−t x₄) + x₃ e^(−t x₅)) with t = 10 (i − 1): two decays at once. Problem 17.</summary>
public readonly record struct Osborne1 : ITestProblem
{
    private static readonly double[] s_y =
    [
        0.844, 0.908, 0.932, 0.936, 0.925, 0.908, 0.881, 0.850, 0.818, 0.784, 0.751,
        0.718, 0.685, 0.658, 0.628, 0.603, 0.580, 0.558, 0.538, 0.522, 0.506, 0.490,
        0.478, 0.467, 0.457, 0.448, 0.438, 0.431, 0.424, 0.420, 0.414, 0.411, 0.406,
    ];

    /// <inheritdoc/>
    public int Number => 17;

    /// <inheritdoc/>
    public string Name => "osborne 1";

    /// <inheritdoc/>
    public int Count => 33;

    /// <inheritdoc/>
    public double[] Start => [0.5, 1.5, -1, 0.01, 0.02];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [5.46489e-5];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        for (int i = 0; i < s_y.Length; i++)
        {
            T minusT = T.Constant(-10 * i);
            residuals[i] = T.Constant(s_y[i]) - (x[0] + x[1] * T.Exp(minusT * x[3]) + x[2] * T.Exp(minusT * x[4]));
        }
    }
}
