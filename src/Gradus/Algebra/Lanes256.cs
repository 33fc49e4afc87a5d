using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Gradus.Algebra;

/// <summary>One 256-bit register of <typeparamref name="E"/>: eight floats or four doubles.</summary>
/// <param name="Register">The elements.</param>
/// <typeparam name="E"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly unsafe record struct Lanes256<E>(Vector256<E> Register) : ILanes<Lanes256<E>, E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <inheritdoc/>
    public static int Count => Vector256<E>.Count;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> operator +(Lanes256<E> a, Lanes256<E> b) => new(a.Register + b.Register);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> operator -(Lanes256<E> a, Lanes256<E> b) => new(a.Register - b.Register);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> operator *(Lanes256<E> a, Lanes256<E> b) => new(a.Register * b.Register);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> operator /(Lanes256<E> a, Lanes256<E> b) => new(a.Register / b.Register);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> operator -(Lanes256<E> a) => new(-a.Register);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Mask<Lanes256<E>> operator <(Lanes256<E> a, Lanes256<E> b) =>
        new(new Lanes256<E>(Vector256.LessThan(a.Register, b.Register)));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Mask<Lanes256<E>> operator >(Lanes256<E> a, Lanes256<E> b) =>
        new(new Lanes256<E>(Vector256.GreaterThan(a.Register, b.Register)));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> Constant(double value) => new(typeof(E) == typeof(float)
        ? Vector256.Create((float)value).As<float, E>()
        : Vector256.Create(value).As<double, E>());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> Sqrt(Lanes256<E> x) => new(Vector256.Sqrt(x.Register));

    /// <inheritdoc/>
    /// <remarks>At most 1 ulp off.</remarks>
    [MethodImpl(Inline)]
    public static Lanes256<E> Exp(Lanes256<E> x) => LaneMath.Exp<Lanes256<E>, E>(x);

    /// <inheritdoc/>
    /// <remarks>At most 1 ulp off.</remarks>
    [MethodImpl(Inline)]
    public static Lanes256<E> Log(Lanes256<E> x) => LaneMath.Log<Lanes256<E>, E>(x);

    /// <inheritdoc/>
    /// <remarks>At most 2 ulp off.</remarks>
    [MethodImpl(Inline)]
    public static Lanes256<E> Log1p(Lanes256<E> x) => LaneMath.Log1p<Lanes256<E>, E>(x);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> Sin(Lanes256<E> x) => new(typeof(E) == typeof(float)
        ? Vector256.Sin(x.Register.AsSingle()).As<float, E>()
        : Vector256.Sin(x.Register.AsDouble()).As<double, E>());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> Cos(Lanes256<E> x) => new(typeof(E) == typeof(float)
        ? Vector256.Cos(x.Register.AsSingle()).As<float, E>()
        : Vector256.Cos(x.Register.AsDouble()).As<double, E>());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> Tanh(Lanes256<E> x) => LaneMath.Tanh(x);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Logistic<Lanes256<E>> Logistic(Lanes256<E> x) => LaneMath.Logistic(x);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> Abs(Lanes256<E> x) => new(Vector256.Abs(x.Register));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> Min(Lanes256<E> a, Lanes256<E> b) => new(Vector256.Min(a.Register, b.Register));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> Max(Lanes256<E> a, Lanes256<E> b) => new(Vector256.Max(a.Register, b.Register));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> Pow(Lanes256<E> x, Lanes256<E> y) => LaneMath.Pow<Lanes256<E>, E>(x, y);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> Select(Mask<Lanes256<E>> condition, Lanes256<E> a, Lanes256<E> b) =>
        new(Vector256.ConditionalSelect(condition.Bits.Register, a.Register, b.Register));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> Load(E* source) => new(Vector256.Load(source));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> Splat(E value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public void Store(E* destination) => Register.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> MultiplyAdd(Lanes256<E> a, Lanes256<E> b, Lanes256<E> c) => new(typeof(E) == typeof(float)
        ? Vector256.MultiplyAddEstimate(a.Register.AsSingle(), b.Register.AsSingle(), c.Register.AsSingle()).As<float, E>()
        : Vector256.MultiplyAddEstimate(a.Register.AsDouble(), b.Register.AsDouble(), c.Register.AsDouble()).As<double, E>());

    /// <inheritdoc/>
    /// <remarks>Where one of two is NaN, the processor's own minimum and maximum are the second.</remarks>
    [MethodImpl(Inline)]
    public static Lanes256<E> Clamp(Lanes256<E> x, double low, double high) =>
        new(Vector256.MinNative(Constant(high).Register, Vector256.MaxNative(Constant(low).Register, x.Register)));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> Scale(Lanes256<E> x, Lanes256<E> n)
    {
        // In two factors: one alone could not reach the largest and the subnormal numbers. Adding 1.5·2²³ or 1.5·2⁵² leaves a
        // whole number in the last bits, from where it is shifted into the exponent.
        if (typeof(E) == typeof(float))
        {
            Vector256<float> whole = n.Register.AsSingle(), rounding = Vector256.Create(12_582_912f), bias = Vector256.Create(12_582_912f + 127);
            Vector256<float> half = Vector256.MultiplyAddEstimate(whole, Vector256.Create(0.5f), rounding) - rounding;
            Vector256<float> first = Vector256.ShiftLeft((half + bias).AsInt32(), 23).AsSingle(), second = Vector256.ShiftLeft((whole - half + bias).AsInt32(), 23).AsSingle();
            return new((x.Register.AsSingle() * first * second).As<float, E>());
        }
        else
        {
            Vector256<double> whole = n.Register.AsDouble(), rounding = Vector256.Create(6_755_399_441_055_744.0), bias = Vector256.Create(6_755_399_441_055_744.0 + 1023);
            Vector256<double> half = Vector256.MultiplyAddEstimate(whole, Vector256.Create(0.5), rounding) - rounding;
            Vector256<double> first = Vector256.ShiftLeft((half + bias).AsInt64(), 52).AsDouble(), second = Vector256.ShiftLeft((whole - half + bias).AsInt64(), 52).AsDouble();
            return new((x.Register.AsDouble() * first * second).As<double, E>());
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> Exponent(Lanes256<E> x)
    {
        // The exponent's bits put into the last digits of 2²³ or 2⁵² are a number that has them as its digits. Subnormal numbers
        // are made normal first.
        if (typeof(E) == typeof(float))
        {
            Vector256<float> v = x.Register.AsSingle(), isSmall = Vector256.LessThan(v, Vector256.Create(1.17549435e-38f));
            Vector256<int> bits = Vector256.ConditionalSelect(isSmall, v * Vector256.Create(16_777_216f), v).AsInt32();
            Vector256<int> digits = (Vector256.ShiftRightLogical(bits, 23) & Vector256.Create(0xFF)) | Vector256.Create(0x4B000000);
            return new((digits.AsSingle() - Vector256.ConditionalSelect(isSmall, Vector256.Create(8_388_608f + 127 + 24), Vector256.Create(8_388_608f + 127))).As<float, E>());
        }
        else
        {
            Vector256<double> v = x.Register.AsDouble(), isSmall = Vector256.LessThan(v, Vector256.Create(2.2250738585072014e-308));
            Vector256<long> bits = Vector256.ConditionalSelect(isSmall, v * Vector256.Create(18_014_398_509_481_984.0), v).AsInt64();
            Vector256<long> digits = (Vector256.ShiftRightLogical(bits, 52) & Vector256.Create(0x7FFL)) | Vector256.Create(0x4330000000000000);
            return new((digits.AsDouble() - Vector256.ConditionalSelect(isSmall, Vector256.Create(4_503_599_627_370_496.0 + 1023 + 54), Vector256.Create(4_503_599_627_370_496.0 + 1023))).As<double, E>());
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public E Sum() => Vector256.Sum(Register);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public E Largest() => new Lanes128<E>(Vector128.Max(Register.GetLower(), Register.GetUpper())).Largest();
}
