namespace Gradus.Minimization;

/// <summary>The sums over vectors that minimisers live on, in an order that depends on the length alone.</summary>
internal static class Vectors
{
    /// <summary>aᵀb.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        // Four sums whatever the machine's registers, so that the result is the same everywhere.
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int i = 0;
        b = b[..a.Length];
        for (; i <= a.Length - 4; i += 4)
        {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }

        for (; i < a.Length; i++) s0 += a[i] * b[i];
        return s0 + s1 + (s2 + s3);
    }

    /// <summary>y ← y + factor · x.</summary>
    public static void AddScaled(double factor, ReadOnlySpan<double> x, Span<double> y)
    {
        y = y[..x.Length];
        for (int i = 0; i < x.Length; i++) y[i] += factor * x[i];
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
