using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Gradus.Algebra;

/// <summary>One 512-bit register of <typeparamref name="E"/>: sixteen floats or eight doubles.</summary>
/// <param name="Register">The elements.</param>
/// <typeparam name="E"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly unsafe record struct Lanes512<E>(Vector512<E> Register) : ILanes<Lanes512<E>, E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <inheritdoc/>
    public static int Count => Vector512<E>.Count;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<E> operator +(Lanes512<E> a, Lanes512<E> b) => new(a.Register + b.Register);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<E> operator -(Lanes512<E> a, Lanes512<E> b) => new(a.Register - b.Register);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<E> operator *(Lanes512<E> a, Lanes512<E> b) => new(a.Register * b.Register);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<E> operator /(Lanes512<E> a, Lanes512<E> b) => new(a.Register / b.Register);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<E> operator -(Lanes512<E> a) => new(-a.Register);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Mask<Lanes512<E>> operator <(Lanes512<E> a, Lanes512<E> b) =>
        new(new Lanes512<E>(Vector512.LessThan(a.Register, b.Register)));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Mask<Lanes512<E>> operator >(Lanes512<E> a, Lanes512<E> b) =>
        new(new Lanes512<E>(Vector512.GreaterThan(a.Register, b.Register)));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<E> Constant(double value) => new(typeof(E) == typeof(float)
        ? Vector512.Create((float)value).As<float, E>()
        : Vector512.Create(value).As<double, E>());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<E> Sqrt(Lanes512<E> x) => new(Vector512.Sqrt(x.Register));

    /// <inheritdoc/>
    /// <remarks>At most 1 ulp off.</remarks>
    [MethodImpl(Inline)]
    public static Lanes512<E> Exp(Lanes512<E> x) => LaneMath.Exp<Lanes512<E>, E>(x);

    /// <inheritdoc/>
    /// <remarks>At most 1 ulp off.</remarks>
    [MethodImpl(Inline)]
    public static Lanes512<E> Log(Lanes512<E> x) => LaneMath.Log<Lanes512<E>, E>(x);

    /// <inheritdoc/>
    /// <remarks>At most 2 ulp off.</remarks>
    [MethodImpl(Inline)]
    public static Lanes512<E> Log1p(Lanes512<E> x) => LaneMath.Log1p<Lanes512<E>, E>(x);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<E> Sin(Lanes512<E> x) => new(typeof(E) == typeof(float)
        ? Vector512.Sin(x.Register.AsSingle()).As<float, E>()
        : Vector512.Sin(x.Register.AsDouble()).As<double, E>());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<E> Cos(Lanes512<E> x) => new(typeof(E) == typeof(float)
        ? Vector512.Cos(x.Register.AsSingle()).As<float, E>()
        : Vector512.Cos(x.Register.AsDouble()).As<double, E>());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<E> Tanh(Lanes512<E> x) => LaneMath.Tanh(x);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Logistic<Lanes512<E>> Logistic(Lanes512<E> x) => LaneMath.Logistic(x);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<E> Abs(Lanes512<E> x) => new(Vector512.Abs(x.Register));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<E> Min(Lanes512<E> a, Lanes512<E> b) => new(Vector512.Min(a.Register, b.Register));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<E> Max(Lanes512<E> a, Lanes512<E> b) => new(Vector512.Max(a.Register, b.Register));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<E> Pow(Lanes512<E> x, Lanes512<E> y) => LaneMath.Pow<Lanes512<E>, E>(x, y);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<E> Select(Mask<Lanes512<E>> condition, Lanes512<E> a, Lanes512<E> b) =>
        new(Vector512.ConditionalSelect(condition.Bits.Register, a.Register, b.Register));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<E> Load(E* source) => new(Vector512.Load(source));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public void Store(E* destination) => Register.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<E> MultiplyAdd(Lanes512<E> a, Lanes512<E> b, Lanes512<E> c) => new(typeof(E) == typeof(float)
        ? Vector512.MultiplyAddEstimate(a.Register.AsSingle(), b.Register.AsSingle(), c.Register.AsSingle()).As<float, E>()
        : Vector512.MultiplyAddEstimate(a.Register.AsDouble(), b.Register.AsDouble(), c.Register.AsDouble()).As<double, E>());

    /// <inheritdoc/>
    /// <remarks>Where one of two is NaN, the processor's own minimum and maximum are the second.</remarks>
    [MethodImpl(Inline)]
    public static Lanes512<E> Clamp(Lanes512<E> x, double low, double high) =>
        new(Vector512.MinNative(Constant(high).Register, Vector512.MaxNative(Constant(low).Register, x.Register)));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<E> Scale(Lanes512<E> x, Lanes512<E> n)
    {
        if (Avx512F.IsSupported)
        {
            return new(typeof(E) == typeof(float)
                ? Avx512F.Scale(x.Register.AsSingle(), n.Register.AsSingle()).As<float, E>()
                : Avx512F.Scale(x.Register.AsDouble(), n.Register.AsDouble()).As<double, E>());
        }

        // In two factors: one alone could not reach the largest and the subnormal numbers.
        Lanes512<E> rounding = Constant(typeof(E) == typeof(float) ? 12_582_912 : 6_755_399_441_055_744);
        Lanes512<E> half = n * Constant(0.5) + rounding - rounding;
        return x * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<E> Exponent(Lanes512<E> x)
    {
        if (Avx512F.IsSupported)
        {
            return new(typeof(E) == typeof(float)
                ? Avx512F.GetExponent(x.Register.AsSingle()).As<float, E>()
                : Avx512F.GetExponent(x.Register.AsDouble()).As<double, E>());
        }

        bool single = typeof(E) == typeof(float);
        Mask<Lanes512<E>> isSmall = x < Constant(single ? 1.1754943508222875e-38 : 2.2250738585072014e-308);
        Lanes512<E> normal = Select(isSmall, x * Constant(single ? 16_777_216 : 18_014_398_509_481_984), x);

        // The exponent's bits put into the last digits of 2²³ or 2⁵² are a number that has them as its digits.
        Lanes512<E> shifted = new(single
            ? ((Vector512.ShiftRightLogical(normal.Register.AsInt32(), 23) & Vector512.Create(0xFF)) | Vector512.Create(0x4B000000)).As<int, E>()
            : ((Vector512.ShiftRightLogical(normal.Register.AsInt64(), 52) & Vector512.Create(0x7FFL)) | Vector512.Create(0x4330000000000000)).As<long, E>());
        return shifted - Select(isSmall, Constant(single ? 8_388_608 + 127 + 24 : 4_503_599_627_370_496 + 1023 + 54), Constant(single ? 8_388_608 + 127 : 4_503_599_627_370_496 + 1023));
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public E Sum() => Vector512.Sum(Register);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public E Largest() => new Lanes256<E>(Vector256.Max(Register.GetLower(), Register.GetUpper())).Largest();

    /// <summary>2ⁿ: adding 1.5·2²³ or 1.5·2⁵² leaves n in the last bits, from where it is shifted into the exponent.</summary>
    [MethodImpl(Inline)]
    private static Lanes512<E> PowerOfTwo(Lanes512<E> n) => new(typeof(E) == typeof(float)
        ? Vector512.ShiftLeft((n.Register.AsSingle() + Vector512.Create(12_582_912f + 127)).AsInt32(), 23).As<int, E>()
        : Vector512.ShiftLeft((n.Register.AsDouble() + Vector512.Create(6_755_399_441_055_744.0 + 1023)).AsInt64(), 52).As<long, E>());
}
