using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gradus.Algebra;

/// <summary>One plain number: the reference interpreter, and the one for machines without SIMD.</summary>
/// <param name="Value">The number.</param>
/// <typeparam name="E"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly unsafe record struct Scalar<E>(E Value) : ILanes<Scalar<E>, E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    public static Scalar<E> operator +(Scalar<E> a, Scalar<E> b) => new(a.Value + b.Value);

    /// <inheritdoc/>
    public static Scalar<E> operator -(Scalar<E> a, Scalar<E> b) => new(a.Value - b.Value);

    /// <inheritdoc/>
    public static Scalar<E> operator *(Scalar<E> a, Scalar<E> b) => new(a.Value * b.Value);

    /// <inheritdoc/>
    public static Scalar<E> operator /(Scalar<E> a, Scalar<E> b) => new(a.Value / b.Value);

    /// <inheritdoc/>
    public static Scalar<E> operator -(Scalar<E> a) => new(-a.Value);

    /// <inheritdoc/>
    public static Mask<Scalar<E>> operator <(Scalar<E> a, Scalar<E> b) => Mask(a.Value < b.Value);

    /// <inheritdoc/>
    public static Mask<Scalar<E>> operator >(Scalar<E> a, Scalar<E> b) => Mask(a.Value > b.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<E> Constant(double value) => new(E.CreateTruncating(value));

    /// <inheritdoc/>
    public static Scalar<E> Sqrt(Scalar<E> x) => new(E.Sqrt(x.Value));

    /// <inheritdoc/>
    public static Scalar<E> Exp(Scalar<E> x) => new(E.Exp(x.Value));

    /// <inheritdoc/>
    public static Scalar<E> Log(Scalar<E> x) => new(E.Log(x.Value));

    /// <inheritdoc/>
    public static Scalar<E> Log1p(Scalar<E> x) => LaneMath.Log1p<Scalar<E>, E>(x);

    /// <inheritdoc/>
    public static Scalar<E> Sin(Scalar<E> x) => new(E.Sin(x.Value));

    /// <inheritdoc/>
    public static Scalar<E> Cos(Scalar<E> x) => new(E.Cos(x.Value));

    /// <inheritdoc/>
    public static Scalar<E> Tanh(Scalar<E> x) => new(E.Tanh(x.Value));

    /// <inheritdoc/>
    public static Scalar<E> Abs(Scalar<E> x) => new(E.Abs(x.Value));

    /// <inheritdoc/>
    public static Scalar<E> Min(Scalar<E> a, Scalar<E> b) => new(E.Min(a.Value, b.Value));

    /// <inheritdoc/>
    public static Scalar<E> Max(Scalar<E> a, Scalar<E> b) => new(E.Max(a.Value, b.Value));

    /// <inheritdoc/>
    public static Scalar<E> Pow(Scalar<E> x, Scalar<E> y) => new(E.Pow(x.Value, y.Value));

    /// <inheritdoc/>
    public static Scalar<E> Select(Mask<Scalar<E>> condition, Scalar<E> a, Scalar<E> b) =>
        E.IsZero(condition.Bits.Value) ? b : a;

    /// <inheritdoc/>
    public static Scalar<E> Load(E* source) => new(*source);

    /// <inheritdoc/>
    public void Store(E* destination) => *destination = Value;

    /// <inheritdoc/>
    public static Scalar<E> MultiplyAdd(Scalar<E> a, Scalar<E> b, Scalar<E> c) => new(E.MultiplyAddEstimate(a.Value, b.Value, c.Value));

    /// <inheritdoc/>
    public static Scalar<E> Clamp(Scalar<E> x, double low, double high) => Min(Max(x, Constant(low)), Constant(high));

    /// <inheritdoc/>
    public static Scalar<E> Scale(Scalar<E> x, Scalar<E> n) => new(E.ScaleB(x.Value, int.CreateSaturating(n.Value)));

    /// <inheritdoc/>
    public static Scalar<E> Exponent(Scalar<E> x) => new(E.CreateTruncating(E.ILogB(x.Value)));

    /// <inheritdoc/>
    public E Sum() => Value;

    /// <inheritdoc/>
    public E Largest() => Value;

    private static Mask<Scalar<E>> Mask(bool holds) => new(new Scalar<E>(holds ? E.One : E.Zero));
}
