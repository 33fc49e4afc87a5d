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
    public static Lanes128<E> Constant(double value) => new(Vector128.Create(E.CreateTruncating(value)));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> Sqrt(Lanes128<E> x) => new(Vector128.Sqrt(x.Register));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> Exp(Lanes128<E> x) => new(typeof(E) == typeof(float)
        ? Vector128.Exp(x.Register.AsSingle()).As<float, E>()
        : Vector128.Exp(x.Register.AsDouble()).As<double, E>());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> Log(Lanes128<E> x) => new(typeof(E) == typeof(float)
        ? Vector128.Log(x.Register.AsSingle()).As<float, E>()
        : Vector128.Log(x.Register.AsDouble()).As<double, E>());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> Log1p(Lanes128<E> x) => LaneMath.Log1p(x);

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
    public static Lanes128<E> Abs(Lanes128<E> x) => new(Vector128.Abs(x.Register));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> Min(Lanes128<E> a, Lanes128<E> b) => new(Vector128.Min(a.Register, b.Register));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> Max(Lanes128<E> a, Lanes128<E> b) => new(Vector128.Max(a.Register, b.Register));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<E> Pow(Lanes128<E> x, Lanes128<E> y) => LaneMath.Pow(x, y);

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
    public static Lanes128<E> MultiplyAdd(Lanes128<E> a, Lanes128<E> b, Lanes128<E> c) => new(typeof(E) == typeof(float)
        ? Vector128.MultiplyAddEstimate(a.Register.AsSingle(), b.Register.AsSingle(), c.Register.AsSingle()).As<float, E>()
        : Vector128.MultiplyAddEstimate(a.Register.AsDouble(), b.Register.AsDouble(), c.Register.AsDouble()).As<double, E>());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public void Store(E* destination) => Register.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public E Sum() => Vector128.Sum(Register);

    /// <inheritdoc/>
    public E Largest()
    {
        E largest = Register[0];
        for (int i = 1; i < Count; i++) largest = E.Max(largest, Register[i]);
        return largest;
    }
}
