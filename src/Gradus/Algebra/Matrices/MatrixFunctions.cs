namespace Gradus.Algebra;

/// <summary>What every interpreter of matrices computes alike.</summary>
public static class MatrixFunctions
{
    /// <summary>The root mean square of all elements, a number.</summary>
    public static M RootMeanSquare<M>(M a) where M : struct, IMatrix<M> => M.Sqrt(M.Mean(a * a));

    /// <summary>What <see cref="IMatrix{M}.InverseRoot"/> adds to each eigenvalue; never nothing, so that a matrix of zeros has a finite root in float32, too.</summary>
    /// <param name="largest">The largest eigenvalue.</param>
    /// <param name="eps">ε.</param>
    public static double Ridge(double largest, double eps)
    {
        const double Smallest = 1e-30;
        return Math.Max(eps * largest, Smallest);
    }

    /// <summary>
    /// UVᵀ of A = UΣVᵀ, roughly: after <paramref name="steps"/> times X ← aX + (bS + cS²)X with S = XXᵀ, from X = A/‖A‖, every
    /// singular value that was not tiny lies near 1.
    /// </summary>
    /// <param name="x">A; of no more rows than columns, so that S is the smaller of two such products.</param>
    /// <param name="steps">How often.</param>
    /// <param name="a">The coefficient of X.</param>
    /// <param name="b">The coefficient of SX.</param>
    /// <param name="c">The coefficient of S²X.</param>
    /// <param name="eps">The least norm that A is divided by.</param>
    public static M NewtonSchulz<M>(M x, int steps, double a, double b, double c, double eps) where M : struct, IMatrix<M>
    {
        M α = M.Parameter(a, "a"), β = M.Parameter(b, "b"), γ = M.Parameter(c, "c");
        x = M.Named(x / M.Max(M.Norm(x), M.Parameter(eps, "ε")), "X₀");
        for (int step = 1; step <= steps; step++)
        {
            M s = M.Named(M.Product(x, M.Transpose(x)), $"S{Subscript(step)}");
            x = M.Named(α * x + M.Product(β * s + γ * M.Product(s, s), x), $"X{Subscript(step)}");
        }

        return x;
    }

    private static string Subscript(int number) => string.Concat(number.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(digit => (char)('₀' + (digit - '0'))));
}
