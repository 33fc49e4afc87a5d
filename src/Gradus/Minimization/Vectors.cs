using System.Runtime.Intrinsics;

namespace Gradus.Minimization;

/// <summary>The sums over vectors that minimisers live on, in an order that depends on the length alone.</summary>
internal static class Vectors
{
    /// <summary>aᵀb.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        // Four sums whatever the machine's registers, and no fused operation, so that the result is the same everywhere.
        Vector256<double> sums = Vector256<double>.Zero;
        int i = 0;
        b = b[..a.Length];
        for (; i <= a.Length - 4; i += 4) sums += Vector256.Create(a.Slice(i, 4)) * Vector256.Create(b.Slice(i, 4));
        double first = sums[0];
        for (; i < a.Length; i++) first += a[i] * b[i];
        return first + sums[1] + (sums[2] + sums[3]);
    }

    /// <summary>y ← y + factor · x.</summary>
    public static void AddScaled(double factor, ReadOnlySpan<double> x, Span<double> y)
    {
        y = y[..x.Length];
        Vector256<double> factors = Vector256.Create(factor);
        int i = 0;
        for (; i <= x.Length - 4; i += 4)
        {
            Span<double> four = y.Slice(i, 4);
            (Vector256.Create<double>(four) + factors * Vector256.Create(x.Slice(i, 4))).CopyTo(four);
        }

        for (; i < x.Length; i++) y[i] += factor * x[i];
    }

    /// <summary>‖x‖, also where the squares would overflow or vanish.</summary>
    public static double Norm(ReadOnlySpan<double> x)
    {
        double squares = Dot(x, x);
        if (squares is > 1e-280 and < double.PositiveInfinity or double.NaN) return Math.Sqrt(squares);
        double largest = MaxNorm(x);
        if (largest == 0 || !double.IsFinite(largest)) return largest;
        squares = 0;
        foreach (double xi in x) squares += xi / largest * (xi / largest);
        return largest * Math.Sqrt(squares);
    }

    /// <summary>max |xᵢ|; NaN if there is one.</summary>
    public static double MaxNorm(ReadOnlySpan<double> x)
    {
        double max = 0;
        foreach (double xi in x) max = Math.Max(max, Math.Abs(xi));
        return max;
    }
}
