using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gradus.Algebra;

/// <summary>Elementary functions that registers lack, written once in the algebra for every width and both precisions.</summary>
/// <remarks>
/// Errors are in units of the last place (ulp), measured where multiplication and addition fuse: in single precision over
/// every 1009th bit pattern against double precision, in double precision over two million numbers against the C library,
/// whose own error of about half an ulp they include. The tests measure them again. Infinities, zeros, subnormal numbers and
/// NaN come out as mathematics has it. Built on these, the sigmoid is at most 2.5 ulp off and softplus 1.6.
/// </remarks>
internal static class LaneMath
{
    // The compiler inlines only so much into one method, and each operator of the algebra that it leaves out costs more than
    // an exponential. So what is long, and is used by formulas that are long themselves, is not inlined.
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private const int MaxWhole = 32;

    /// <summary>eˣ = 2ⁿ eʳ with n = round(x / log 2): at most 0.99 ulp in single and 1 in double precision.</summary>
    [MethodImpl(Inline)]
    public static T Exp<T, E>(T x) where T : unmanaged, ILanes<T, E> where E : unmanaged, IBinaryFloatingPointIeee754<E> =>
        ExpOfSum<T, E>(x, T.Zero);

    /// <summary>log x = n log 2 + log m with m in [√½, √2): at most 0.73 ulp in single and 1 in double precision.</summary>
    [MethodImpl(Inline)]
    public static T Log<T, E>(T x) where T : unmanaged, ILanes<T, E> where E : unmanaged, IBinaryFloatingPointIeee754<E> =>
        LogOfSum<T, E>(x, T.Zero, out _);

    /// <summary>log(1 + x), with what 1 + x rounds away put back: at most 1.4 ulp in single and 2 in double precision.</summary>
    [MethodImpl(Inline)]
    public static T Log1p<T, E>(T x) where T : unmanaged, ILanes<T, E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        T u = T.One + x;
        T lost = x - (u - T.One);
        return LogOfSum<T, E>(u, lost, out _);
    }

    /// <summary>
    /// tanh x: the rational approximation of Cephes (Moshier 1989, tanh.c) below 5/8, 1 − 2/(e²ˣ + 1) above: at most 1.3 ulp
    /// in single and 2 in double precision.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
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

    /// <summary>
    /// xʸ = e^(y log x), with 0ʸ = 0 for y &gt; 0 and x⁰ = 1. The logarithm and its product with y are carried in two
    /// numbers, so that large exponents keep their digits: at most 2 ulp in single precision, for powers from 10⁻³⁸ to 10³⁸.
    /// Where nothing fuses, the error grows with y log x.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static T Pow<T, E>(T x, T y) where T : unmanaged, ILanes<T, E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        T log = LogOfSum<T, E>(x, T.Zero, out T low);
        T product = y * log;
        T rest = T.MultiplyAdd(y, log, -product) + y * low;
        T power = ExpOfSum<T, E>(product, T.Select(T.Abs(product) < T.Constant(1e4), rest, T.Zero));
        return T.Select(T.Abs(y) < T.Constant(typeof(E) == typeof(float) ? float.Epsilon : double.Epsilon), T.One, power);
    }

    /// <summary>eˣ − 1 = tanh(x/2) (eˣ + 1), which does not cancel near 0.</summary>
    [MethodImpl(Inline)]
    public static T Expm1<T>(T x) where T : struct, IReal<T>
    {
        T e = T.Exp(x);
        return T.Select(T.Abs(x) < T.One, T.Tanh(T.Half * x) * (e + T.One), e - T.One);
    }

    /// <summary>xᵃ. The comparisons come out the same for every element, so they cost next to nothing.</summary>
    [MethodImpl(Inline)]
    public static T Power<T>(T x, double exponent) where T : struct, IReal<T> =>
        exponent == 2 ? x * x
        : exponent == 1 ? x
        : exponent == 0 ? T.One
        : PowerOfAny(x, exponent);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T PowerOfAny<T>(T x, double exponent) where T : struct, IReal<T> =>
        double.IsInteger(exponent) && Math.Abs(exponent) <= MaxWhole ? Whole(x, (int)exponent) : T.Pow(x, T.Constant(exponent));

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

    /// <summary>The logistic functions, see <see cref="Logistic{T}"/>.</summary>
    [MethodImpl(Inline)]
    public static Logistic<T> Logistic<T>(T x) where T : struct, IReal<T> => Algebra.Logistic<T>.Of(x);

    /// <summary>e^(x + ε) for an ε that is small beside 1.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T ExpOfSum<T, E>(T x, T ε) where T : unmanaged, ILanes<T, E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        x = typeof(E) == typeof(float) ? T.Clamp(x, -104, 89) : T.Clamp(x, -746, 710);
        T rounding = T.Constant(typeof(E) == typeof(float) ? 12_582_912 : 6_755_399_441_055_744);
        T n = T.MultiplyAdd(x, T.Constant(1.44269504088896340736), rounding) - rounding;
        T r = T.MultiplyAdd(n, T.Constant(-HighLog2<E>()), x);
        r = T.MultiplyAdd(n, T.Constant(-LowLog2<E>()), r) + ε;
        T p;
        if (typeof(E) == typeof(float))
        {
            // The polynomial of Cephes (Moshier 1989, expf.c).
            p = T.MultiplyAdd(T.Constant(1.9875691500e-4), r, T.Constant(1.3981999507e-3));
            p = T.MultiplyAdd(p, r, T.Constant(8.3334519073e-3));
            p = T.MultiplyAdd(p, r, T.Constant(4.1665795894e-2));
            p = T.MultiplyAdd(p, r, T.Constant(1.6666665459e-1));
            p = T.MultiplyAdd(p, r, T.Constant(5.0000001201e-1));
        }
        else
        {
            // Taylor's: the first term left out, r¹⁴ / 14!, is 4·10⁻¹⁸ at its largest.
            p = T.MultiplyAdd(T.Constant(1.0 / 6_227_020_800), r, T.Constant(1.0 / 479_001_600));
            p = T.MultiplyAdd(p, r, T.Constant(1.0 / 39_916_800));
            p = T.MultiplyAdd(p, r, T.Constant(1.0 / 3_628_800));
            p = T.MultiplyAdd(p, r, T.Constant(1.0 / 362_880));
            p = T.MultiplyAdd(p, r, T.Constant(1.0 / 40_320));
            p = T.MultiplyAdd(p, r, T.Constant(1.0 / 5_040));
            p = T.MultiplyAdd(p, r, T.Constant(1.0 / 720));
            p = T.MultiplyAdd(p, r, T.Constant(1.0 / 120));
            p = T.MultiplyAdd(p, r, T.Constant(1.0 / 24));
            p = T.MultiplyAdd(p, r, T.Constant(1.0 / 6));
            p = T.MultiplyAdd(p, r, T.Half);
        }

        return T.Scale(T.One + T.MultiplyAdd(r * r, p, r), n);
    }

    /// <summary>log(x + ε) for an ε that is small beside x, and what rounding it left over.</summary>
    /// <remarks>
    /// x = m 2ⁿ with m in [√½, √2) and f = m − 1. The series in s = f / (2 + f) is that of fdlibm (Sun Microsystems 1993,
    /// e_log.c and e_logf.c): it ends earlier for single precision.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T LogOfSum<T, E>(T x, T ε, out T rest) where T : unmanaged, ILanes<T, E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        T one = T.One, half = T.Half, n = T.Exponent(x), m = T.Scale(x, -n);
        Mask<T> isLarge = m > T.Constant(1.41421356237309504880);
        m = T.Select(isLarge, half * m, m);
        n = T.Select(isLarge, n + one, n);
        T f = m - one + T.Scale(ε, -n), s = f / (f + T.Constant(2)), z = s * s, square = half * f * f;
        T p;
        if (typeof(E) == typeof(float))
        {
            p = T.MultiplyAdd(T.Constant(0.24279078841), z, T.Constant(0.28498786688));
            p = T.MultiplyAdd(p, z, T.Constant(0.40000972152));
            p = T.MultiplyAdd(p, z, T.Constant(0.66666662693));
        }
        else
        {
            p = T.MultiplyAdd(T.Constant(1.479819860511658591e-1), z, T.Constant(1.531383769920937332e-1));
            p = T.MultiplyAdd(p, z, T.Constant(1.818357216161805012e-1));
            p = T.MultiplyAdd(p, z, T.Constant(2.222219843214978396e-1));
            p = T.MultiplyAdd(p, z, T.Constant(2.857142874366239149e-1));
            p = T.MultiplyAdd(p, z, T.Constant(3.999999999940941908e-1));
            p = T.MultiplyAdd(p, z, T.Constant(6.666666666666735130e-1));
        }

        // The product of n and the upper bits is exact; |f| is below it wherever n is not 0, so that nothing is lost of it.
        T high = n * T.Constant(HighLog2<E>()), rough = high + f;
        T low = f - (rough - high) - (square - T.MultiplyAdd(s, T.MultiplyAdd(p, z, square), n * T.Constant(LowLog2<E>())));
        T log = rough + low, infinity = T.Constant(double.PositiveInfinity), zero = T.Zero;
        rest = low - (log - rough);
        T edge = T.Select(x < zero, T.Constant(double.NaN), T.Select(x > zero, x, x - infinity));
        return T.Select(x > zero, T.Select(x < infinity, log, edge), edge);
    }

    /// <summary>The upper bits of log 2: few enough that their product with an exponent is exact.</summary>
    [MethodImpl(Inline)]
    private static double HighLog2<E>() => typeof(E) == typeof(float) ? 0.693359375 : 6.93147180369123816490e-1;

    /// <summary>What the upper bits leave of log 2.</summary>
    [MethodImpl(Inline)]
    private static double LowLog2<E>() => typeof(E) == typeof(float) ? -2.12194440054690582768e-4 : 1.90821492927058770002e-10;
}
