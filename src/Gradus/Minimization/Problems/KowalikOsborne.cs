using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>yᵢ − x₁ (uᵢ² + uᵢ x₂)/(uᵢ² + uᵢ x₃ + x₄): the rate of an enzyme. Problem 15.</summary>
/// <remarks>1.02734e-3 is approached where the variables go to infinity.</remarks>
public readonly record struct KowalikOsborne : ITestProblem
{
    private static readonly double[] s_y =
    [
        0.1957, 0.1947, 0.1735, 0.1600, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246,
    ];

    private static readonly double[] s_u =
    [
        4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625,
    ];

    /// <inheritdoc/>
    public int Number => 15;

    /// <inheritdoc/>
    public string Name => "kowalik and osborne";

    /// <inheritdoc/>
    public int Count => 11;

    /// <inheritdoc/>
    public double[] Start => [0.25, 0.39, 0.415, 0.39];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [3.07505e-4, 1.02734e-3];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        for (int i = 0; i < s_y.Length; i++)
        {
            T u = T.Constant(s_u[i]), u2 = u * u;
            residuals[i] = T.Constant(s_y[i]) - x[0] * (u2 + u * x[1]) / (u2 + u * x[2] + x[3]);
        }
    }
}
