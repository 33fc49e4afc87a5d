using Gradus.Algebra;

namespace Gradus.Minimization.Problems;

/// <summary>10 (x₃ − 10 θ), 10 (r − 1), x₃, with r and 2π θ the polar coordinates of (x₁, x₂). Problem 7.</summary>
/// <remarks>θ lies between −¼ and ¾, and jumps where x₁ = 0 and x₂ &lt; 0.</remarks>
public readonly record struct HelicalValley : ITestProblem
{
    /// <inheritdoc/>
    public int Number => 7;

    /// <inheritdoc/>
    public string Name => "helical valley";

    /// <inheritdoc/>
    public int Count => 3;

    /// <inheritdoc/>
    public double[] Start => [-1, 0, 0];

    /// <inheritdoc/>
    public IReadOnlyList<double> Minima => [0];

    /// <inheritdoc/>
    public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
    {
        residuals[0] = T.Constant(10) * (x[2] - T.Constant(10) * Turns(x[0], x[1]));
        residuals[1] = T.Constant(10) * (T.Sqrt(x[0] * x[0] + x[1] * x[1]) - T.One);
        residuals[2] = x[2];
    }

    /// <summary>θ in turns. Halving the angle three times, tan(α/2) = y/(r + x), makes the series of the arctangent short.</summary>
    private static T Turns<T>(T x, T y) where T : struct, IReal<T>
    {
        Mask<T> isLeft = x < T.Zero;
        (x, y) = (T.Select(isLeft, -x, x), T.Select(isLeft, -y, y));
        T tan = y / (T.Sqrt(x * x + y * y) + x);
        for (int halving = 1; halving < 3; halving++) tan /= T.One + T.Sqrt(T.One + tan * tan);
        T minusSquare = -(tan * tan), series = T.Zero;
        for (int k = 10; k >= 0; k--) series = series * minusSquare + T.Constant(1.0 / (2 * k + 1));
        return T.Constant(8 / (2 * Math.PI)) * tan * series + T.Select(isLeft, T.Half, T.Zero);
    }
}
