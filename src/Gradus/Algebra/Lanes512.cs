using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
    public static Lanes512<E> Constant(double value) => new(Vector512.Create(E.CreateTruncating(value)));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<E> Sqrt(Lanes512<E> x) => new(Vector512.Sqrt(x.Register));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<E> Exp(Lanes512<E> x) => new(typeof(E) == typeof(float)
        ? Vector512.Exp(x.Register.AsSingle()).As<float, E>()
        : Vector512.Exp(x.Register.AsDouble()).As<double, E>());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<E> Log(Lanes512<E> x) => new(typeof(E) == typeof(float)
        ? Vector512.Log(x.Register.AsSingle()).As<float, E>()
        : Vector512.Log(x.Register.AsDouble()).As<double, E>());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<E> Log1p(Lanes512<E> x) => LaneMath.Log1p(x);

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
    public static Lanes512<E> Abs(Lanes512<E> x) => new(Vector512.Abs(x.Register));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<E> Min(Lanes512<E> a, Lanes512<E> b) => new(Vector512.Min(a.Register, b.Register));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<E> Max(Lanes512<E> a, Lanes512<E> b) => new(Vector512.Max(a.Register, b.Register));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<E> Pow(Lanes512<E> x, Lanes512<E> y) => LaneMath.Pow(x, y);

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
    public static Lanes512<E> MultiplyAdd(Lanes512<E> a, Lanes512<E> b, Lanes512<E> c) => new(typeof(E) == typeof(float)
        ? Vector512.MultiplyAddEstimate(a.Register.AsSingle(), b.Register.AsSingle(), c.Register.AsSingle()).As<float, E>()
        : Vector512.MultiplyAddEstimate(a.Register.AsDouble(), b.Register.AsDouble(), c.Register.AsDouble()).As<double, E>());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public void Store(E* destination) => Register.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public E Sum() => Vector512.Sum(Register);

    /// <inheritdoc/>
    public E Largest()
    {
        E largest = Register[0];
        for (int i = 1; i < Count; i++) largest = E.Max(largest, Register[i]);
        return largest;
    }
}
