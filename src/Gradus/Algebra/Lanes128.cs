using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Gradus.Algebra;

/// <summary>One 128-bit register of <typeparamref name="E"/>: four floats or two doubles.</summary>
/// <param name="Register">The elements.</param>
/// <typeparam name="E"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly unsafe record struct Lanes128<E>(Vector128<E> Register) : ILanes<Lanes128<E>, E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <inheritdoc/>
    public static int Count => Vector128<E>.Count;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> operator +(Lanes128<E> a, Lanes128<E> b) => new(a.Register + b.Register);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> operator -(Lanes128<E> a, Lanes128<E> b) => new(a.Register - b.Register);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> operator *(Lanes128<E> a, Lanes128<E> b) => new(a.Register * b.Register);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> operator /(Lanes128<E> a, Lanes128<E> b) => new(a.Register / b.Register);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> operator -(Lanes128<E> a) => new(-a.Register);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Mask<Lanes128<E>> operator <(Lanes128<E> a, Lanes128<E> b) =>
        new(new Lanes128<E>(Vector128.LessThan(a.Register, b.Register)));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Mask<Lanes128<E>> operator >(Lanes128<E> a, Lanes128<E> b) =>
        new(new Lanes128<E>(Vector128.GreaterThan(a.Register, b.Register)));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> Constant(double value) => new(typeof(E) == typeof(float)
        ? Vector128.Create((float)value).As<float, E>()
        : Vector128.Create(value).As<double, E>());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> Sqrt(Lanes128<E> x) => new(Vector128.Sqrt(x.Register));

    /// <inheritdoc/>
    /// <remarks>At most 1 ulp off.</remarks>
    [MethodImpl(Inline)]
    public static Lanes128<E> Exp(Lanes128<E> x) => LaneMath.Exp<Lanes128<E>, E>(x);

    /// <inheritdoc/>
    /// <remarks>At most 1 ulp off.</remarks>
    [MethodImpl(Inline)]
    public static Lanes128<E> Log(Lanes128<E> x) => LaneMath.Log<Lanes128<E>, E>(x);

    /// <inheritdoc/>
    /// <remarks>At most 2 ulp off.</remarks>
    [MethodImpl(Inline)]
    public static Lanes128<E> Log1p(Lanes128<E> x) => LaneMath.Log1p<Lanes128<E>, E>(x);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> Sin(Lanes128<E> x) => new(typeof(E) == typeof(float)
        ? Vector128.Sin(x.Register.AsSingle()).As<float, E>()
        : Vector128.Sin(x.Register.AsDouble()).As<double, E>());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> Cos(Lanes128<E> x) => new(typeof(E) == typeof(float)
        ? Vector128.Cos(x.Register.AsSingle()).As<float, E>()
        : Vector128.Cos(x.Register.AsDouble()).As<double, E>());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> Tanh(Lanes128<E> x) => LaneMath.Tanh(x);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Logistic<Lanes128<E>> Logistic(Lanes128<E> x) => LaneMath.Logistic(x);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> Abs(Lanes128<E> x) => new(Vector128.Abs(x.Register));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> Min(Lanes128<E> a, Lanes128<E> b) => new(Vector128.Min(a.Register, b.Register));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> Max(Lanes128<E> a, Lanes128<E> b) => new(Vector128.Max(a.Register, b.Register));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> Pow(Lanes128<E> x, Lanes128<E> y) => LaneMath.Pow<Lanes128<E>, E>(x, y);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> Select(Mask<Lanes128<E>> condition, Lanes128<E> a, Lanes128<E> b) =>
        new(Vector128.ConditionalSelect(condition.Bits.Register, a.Register, b.Register));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> Load(E* source) => new(Vector128.Load(source));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> Splat(E value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public void Store(E* destination) => Register.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> MultiplyAdd(Lanes128<E> a, Lanes128<E> b, Lanes128<E> c) => new(typeof(E) == typeof(float)
        ? Vector128.MultiplyAddEstimate(a.Register.AsSingle(), b.Register.AsSingle(), c.Register.AsSingle()).As<float, E>()
        : Vector128.MultiplyAddEstimate(a.Register.AsDouble(), b.Register.AsDouble(), c.Register.AsDouble()).As<double, E>());

    /// <inheritdoc/>
    /// <remarks>Where one of two is NaN, the processor's own minimum and maximum are the second.</remarks>
    [MethodImpl(Inline)]
    public static Lanes128<E> Clamp(Lanes128<E> x, double low, double high) =>
        new(Vector128.MinNative(Constant(high).Register, Vector128.MaxNative(Constant(low).Register, x.Register)));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> Scale(Lanes128<E> x, Lanes128<E> n)
    {
        // In two factors: one alone could not reach the largest and the subnormal numbers. Adding 1.5·2²³ or 1.5·2⁵² leaves a
        // whole number in the last bits, from where it is shifted into the exponent.
        if (typeof(E) == typeof(float))
        {
            Vector128<float> whole = n.Register.AsSingle(), rounding = Vector128.Create(12_582_912f), bias = Vector128.Create(12_582_912f + 127);
            Vector128<float> half = Vector128.MultiplyAddEstimate(whole, Vector128.Create(0.5f), rounding) - rounding;
            Vector128<float> first = Vector128.ShiftLeft((half + bias).AsInt32(), 23).AsSingle(), second = Vector128.ShiftLeft((whole - half + bias).AsInt32(), 23).AsSingle();
            return new((x.Register.AsSingle() * first * second).As<float, E>());
        }
        else
        {
            Vector128<double> whole = n.Register.AsDouble(), rounding = Vector128.Create(6_755_399_441_055_744.0), bias = Vector128.Create(6_755_399_441_055_744.0 + 1023);
            Vector128<double> half = Vector128.MultiplyAddEstimate(whole, Vector128.Create(0.5), rounding) - rounding;
            Vector128<double> first = Vector128.ShiftLeft((half + bias).AsInt64(), 52).AsDouble(), second = Vector128.ShiftLeft((whole - half + bias).AsInt64(), 52).AsDouble();
            return new((x.Register.AsDouble() * first * second).As<double, E>());
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> Exponent(Lanes128<E> x)
    {
        // The exponent's bits put into the last digits of 2²³ or 2⁵² are a number that has them as its digits. Subnormal numbers
        // are made normal first.
        if (typeof(E) == typeof(float))
        {
            Vector128<float> v = x.Register.AsSingle(), isSmall = Vector128.LessThan(v, Vector128.Create(1.17549435e-38f));
            Vector128<int> bits = Vector128.ConditionalSelect(isSmall, v * Vector128.Create(16_777_216f), v).AsInt32();
            Vector128<int> digits = (Vector128.ShiftRightLogical(bits, 23) & Vector128.Create(0xFF)) | Vector128.Create(0x4B000000);
            return new((digits.AsSingle() - Vector128.ConditionalSelect(isSmall, Vector128.Create(8_388_608f + 127 + 24), Vector128.Create(8_388_608f + 127))).As<float, E>());
        }
        else
        {
            Vector128<double> v = x.Register.AsDouble(), isSmall = Vector128.LessThan(v, Vector128.Create(2.2250738585072014e-308));
            Vector128<long> bits = Vector128.ConditionalSelect(isSmall, v * Vector128.Create(18_014_398_509_481_984.0), v).AsInt64();
            Vector128<long> digits = (Vector128.ShiftRightLogical(bits, 52) & Vector128.Create(0x7FFL)) | Vector128.Create(0x4330000000000000);
            return new((digits.AsDouble() - Vector128.ConditionalSelect(isSmall, Vector128.Create(4_503_599_627_370_496.0 + 1023 + 54), Vector128.Create(4_503_599_627_370_496.0 + 1023))).As<double, E>());
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public E Sum() => Vector128.Sum(Register);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public E Largest()
    {
        E largest = Register[0];
        for (int i = 1; i < Count; i++) largest = E.Max(largest, Register[i]);
        return largest;
    }
}
