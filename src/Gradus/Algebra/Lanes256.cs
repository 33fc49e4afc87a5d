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
    public static Lanes256<E> Constant(double value) => new(Vector256.Create(E.CreateTruncating(value)));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> Sqrt(Lanes256<E> x) => new(Vector256.Sqrt(x.Register));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> Exp(Lanes256<E> x) => new(typeof(E) == typeof(float)
        ? Vector256.Exp(x.Register.AsSingle()).As<float, E>()
        : Vector256.Exp(x.Register.AsDouble()).As<double, E>());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> Log(Lanes256<E> x) => new(typeof(E) == typeof(float)
        ? Vector256.Log(x.Register.AsSingle()).As<float, E>()
        : Vector256.Log(x.Register.AsDouble()).As<double, E>());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> Log1p(Lanes256<E> x) => LaneMath.Log1p(x);

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
    public static Lanes256<E> Abs(Lanes256<E> x) => new(Vector256.Abs(x.Register));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> Min(Lanes256<E> a, Lanes256<E> b) => new(Vector256.Min(a.Register, b.Register));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> Max(Lanes256<E> a, Lanes256<E> b) => new(Vector256.Max(a.Register, b.Register));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<E> Pow(Lanes256<E> x, Lanes256<E> y) => LaneMath.Pow(x, y);

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
    public static Lanes256<E> MultiplyAdd(Lanes256<E> a, Lanes256<E> b, Lanes256<E> c) => new(typeof(E) == typeof(float)
        ? Vector256.MultiplyAddEstimate(a.Register.AsSingle(), b.Register.AsSingle(), c.Register.AsSingle()).As<float, E>()
        : Vector256.MultiplyAddEstimate(a.Register.AsDouble(), b.Register.AsDouble(), c.Register.AsDouble()).As<double, E>());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public void Store(E* destination) => Register.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public E Sum() => Vector256.Sum(Register);

    /// <inheritdoc/>
    public E Largest()
    {
        E largest = Register[0];
        for (int i = 1; i < Count; i++) largest = E.Max(largest, Register[i]);
        return largest;
    }
}
