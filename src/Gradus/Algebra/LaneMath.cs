using System.Runtime.CompilerServices;

namespace Gradus.Algebra;

/// <summary>Elementary functions that registers lack, written once in the algebra for every width.</summary>
internal static class LaneMath
{
    private const int MaxWhole = 32;

    /// <summary>
    /// log(1 + x) by Kahan's correction: with u = fl(1 + x) the rounding of u cancels in log(u) · x / (u − 1).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Log1p<T>(T x) where T : struct, IReal<T>
    {
        T u = T.One + x;
        T d = u - T.One;
        T corrected = T.Log(u) * (x / d);
        T huge = T.Constant(1e30);
        return T.Select(T.Abs(d) > T.Zero, T.Select(x < huge, corrected, T.Log(u)), x);
    }

    /// <summary>
    /// tanh x: the rational approximation of Cephes (Moshier 1989, tanh.c) below 5/8, 1 − 2/(e²ˣ + 1) above.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Tanh<T>(T x) where T : struct, IReal<T>
    {
        T z = x * x;
        T p = (T.Constant(-9.64399179425052238628e-1) * z + T.Constant(-9.92877231001918586564e1)) * z
            + T.Constant(-1.61468768441708447952e3);
        T q = ((z + T.Constant(1.12811678491632931402e2)) * z + T.Constant(2.23548839060100448583e3)) * z
            + T.Constant(4.84406305325125486048e3);
        T a = T.Abs(x);
        T far = T.One - T.Two / (T.Exp(T.Two * a) + T.One);
        T signed = T.Select(x < T.Zero, -far, far);
        return T.Select(a < T.Constant(0.625), x + x * z * (p / q), signed);
    }

    /// <summary>xʸ = e^(y log x), with 0ʸ = 0 for y &gt; 0 and x⁰ = 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Pow<T>(T x, T y) where T : struct, IReal<T>
    {
        T power = T.Exp(y * T.Log(x));
        return T.Select(T.Abs(y) > T.Zero, power, T.One);
    }

    /// <summary>eˣ − 1 = tanh(x/2) (eˣ + 1), which does not cancel near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Expm1<T>(T x) where T : struct, IReal<T>
    {
        T e = T.Exp(x);
        return T.Select(T.Abs(x) < T.One, T.Tanh(T.Half * x) * (e + T.One), e - T.One);
    }

    /// <summary>xᵃ. The comparisons come out the same for every element, so they cost next to nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Power<T>(T x, double exponent) where T : struct, IReal<T> =>
        exponent == 2 ? x * x
        : exponent == 1 ? x
        : exponent == 0 ? T.One
        : double.IsInteger(exponent) && Math.Abs(exponent) <= MaxWhole ? Whole(x, (int)exponent)
        : T.Pow(x, T.Constant(exponent));

    /// <summary>xⁿ by squaring.</summary>
    private static T Whole<T>(T x, int n) where T : struct, IReal<T>
    {
        T power = T.One;
        for (int rest = Math.Abs(n); rest > 0; rest >>= 1)
        {
            if ((rest & 1) != 0) power *= x;
            x *= x;
        }

        return n < 0 ? T.One / power : power;
    }
}
