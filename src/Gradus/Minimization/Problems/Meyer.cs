using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>x₁ exp(x₂/(tᵢ + x₃)) − yᵢ with t = 45 + 5i: the resistance of a thermistor. Problem 10.</summary>
/// <remarks>The value begins at 1.7 · 10⁹ in a valley so narrow and bent that methods without a model of the residuals need tens of thousands of steps.</remarks>
public readonly record struct Meyer : ITestProblem
{
    private static readonly double[] s_y =
    [
        34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005,
        5147, 4427, 3820, 3307, 2872,
    ];

    /// <inheritdoc/>
    public int Number => 10;

    /// <inheritdoc/>
    public string Name => "meyer";

    /// <inheritdoc/>
    public int Count => 16;

    /// <inheritdoc/>
    public double[] Start => [0.02, 4000, 250];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [87.9458];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        for (int i = 0; i < s_y.Length; i++)
        {
            residuals[i] = x[0] * T.Exp(x[1] / (T.Constant(50 + 5 * i) + x[2])) - T.Constant(s_y[i]);
        }
    }
}
