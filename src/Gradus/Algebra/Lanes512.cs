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
    public static Lanes512<E> Splat(E value) => new(Vector512.Create(value));

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

        // In two factors: one alone could not reach the largest and the subnormal numbers. Adding 1.5·2²³ or 1.5·2⁵² leaves a
        // whole number in the last bits, from where it is shifted into the exponent.
        if (typeof(E) == typeof(float))
        {
            Vector512<float> whole = n.Register.AsSingle(), rounding = Vector512.Create(12_582_912f), bias = Vector512.Create(12_582_912f + 127);
            Vector512<float> half = Vector512.MultiplyAddEstimate(whole, Vector512.Create(0.5f), rounding) - rounding;
            Vector512<float> first = Vector512.ShiftLeft((half + bias).AsInt32(), 23).AsSingle(), second = Vector512.ShiftLeft((whole - half + bias).AsInt32(), 23).AsSingle();
            return new((x.Register.AsSingle() * first * second).As<float, E>());
        }
        else
        {
            Vector512<double> whole = n.Register.AsDouble(), rounding = Vector512.Create(6_755_399_441_055_744.0), bias = Vector512.Create(6_755_399_441_055_744.0 + 1023);
            Vector512<double> half = Vector512.MultiplyAddEstimate(whole, Vector512.Create(0.5), rounding) - rounding;
            Vector512<double> first = Vector512.ShiftLeft((half + bias).AsInt64(), 52).AsDouble(), second = Vector512.ShiftLeft((whole - half + bias).AsInt64(), 52).AsDouble();
            return new((x.Register.AsDouble() * first * second).As<double, E>());
        }
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

        // The exponent's bits put into the last digits of 2²³ or 2⁵² are a number that has them as its digits. Subnormal numbers
        // are made normal first.
        if (typeof(E) == typeof(float))
        {
            Vector512<float> v = x.Register.AsSingle(), isSmall = Vector512.LessThan(v, Vector512.Create(1.17549435e-38f));
            Vector512<int> bits = Vector512.ConditionalSelect(isSmall, v * Vector512.Create(16_777_216f), v).AsInt32();
            Vector512<int> digits = (Vector512.ShiftRightLogical(bits, 23) & Vector512.Create(0xFF)) | Vector512.Create(0x4B000000);
            return new((digits.AsSingle() - Vector512.ConditionalSelect(isSmall, Vector512.Create(8_388_608f + 127 + 24), Vector512.Create(8_388_608f + 127))).As<float, E>());
        }
        else
        {
            Vector512<double> v = x.Register.AsDouble(), isSmall = Vector512.LessThan(v, Vector512.Create(2.2250738585072014e-308));
            Vector512<long> bits = Vector512.ConditionalSelect(isSmall, v * Vector512.Create(18_014_398_509_481_984.0), v).AsInt64();
            Vector512<long> digits = (Vector512.ShiftRightLogical(bits, 52) & Vector512.Create(0x7FFL)) | Vector512.Create(0x4330000000000000);
            return new((digits.AsDouble() - Vector512.ConditionalSelect(isSmall, Vector512.Create(4_503_599_627_370_496.0 + 1023 + 54), Vector512.Create(4_503_599_627_370_496.0 + 1023))).As<double, E>());
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public E Sum() => Vector512.Sum(Register);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public E Largest() => new Lanes256<E>(Vector256.Max(Register.GetLower(), Register.GetUpper())).Largest();
}
