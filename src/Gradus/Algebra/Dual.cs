using System.Runtime.CompilerServices;

namespace Gradus.Algebra;

/// <summary>
/// A value together with its derivative (forward mode): the rules of calculus, over any other interpreter. Over lanes
/// it is a fused value + gradient kernel; over <see cref="Symbol"/> it differentiates formulas.
/// </summary>
/// <param name="Value">The value f.</param>
/// <param name="Slope">The derivative f′ with respect to the variable that was seeded.</param>
/// <typeparam name="T">The interpreter underneath.</typeparam>
public readonly record struct Dual<T>(T Value, T Slope) : IReal<Dual<T>> where T : struct, IReal<T>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>The variable to differentiate by: slope 1.</summary>
    [MethodImpl(Inline)]
    public static Dual<T> Variable(T value) => new(value, T.One);

    /// <summary>A number that does not depend on the variable: slope 0.</summary>
    [MethodImpl(Inline)]
    public static Dual<T> Fixed(T value) => new(value, T.Zero);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Dual<T> operator +(Dual<T> a, Dual<T> b) => new(a.Value + b.Value, a.Slope + b.Slope);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Dual<T> operator -(Dual<T> a, Dual<T> b) => new(a.Value - b.Value, a.Slope - b.Slope);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Dual<T> operator *(Dual<T> a, Dual<T> b) =>
        new(a.Value * b.Value, a.Slope * b.Value + a.Value * b.Slope);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Dual<T> operator /(Dual<T> a, Dual<T> b)
    {
        T quotient = a.Value / b.Value;
        return new(quotient, (a.Slope - quotient * b.Slope) / b.Value);
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Dual<T> operator -(Dual<T> a) => new(-a.Value, -a.Slope);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Mask<Dual<T>> operator <(Dual<T> a, Dual<T> b) => Wrap(a.Value < b.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Mask<Dual<T>> operator >(Dual<T> a, Dual<T> b) => Wrap(a.Value > b.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Dual<T> Constant(double value) => Fixed(T.Constant(value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Dual<T> Parameter(double value, string name) => Fixed(T.Parameter(value, name));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Dual<T> Sqrt(Dual<T> x)
    {
        T root = T.Sqrt(x.Value);
        return new(root, T.Half * x.Slope / root);
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Dual<T> Exp(Dual<T> x)
    {
        T e = T.Exp(x.Value);
        return new(e, e * x.Slope);
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Dual<T> Expm1(Dual<T> x) => new(T.Expm1(x.Value), T.Exp(x.Value) * x.Slope);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Dual<T> Log(Dual<T> x) => new(T.Log(x.Value), x.Slope / x.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Dual<T> Log1p(Dual<T> x) => new(T.Log1p(x.Value), x.Slope / (T.One + x.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Dual<T> Sin(Dual<T> x) => new(T.Sin(x.Value), T.Cos(x.Value) * x.Slope);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Dual<T> Cos(Dual<T> x) => new(T.Cos(x.Value), -T.Sin(x.Value) * x.Slope);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Dual<T> Tanh(Dual<T> x)
    {
        T tanh = T.Tanh(x.Value);
        return new(tanh, (T.One - tanh * tanh) * x.Slope);
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Logistic<Dual<T>> Logistic(Dual<T> x)
    {
        Logistic<T> at = T.Logistic(x.Value);
        T bend = at.Sigmoid * at.SigmoidOfMinus * x.Slope;
        return new(
            new(at.Sigmoid, bend),
            new(at.SigmoidOfMinus, -bend),
            new(at.Softplus, at.Sigmoid * x.Slope),
            new(at.SoftplusOfMinus, -(at.SigmoidOfMinus * x.Slope)));
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Dual<T> Abs(Dual<T> x) => new(T.Abs(x.Value), T.Sign(x.Value) * x.Slope);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Dual<T> Sign(Dual<T> x) => new(T.Sign(x.Value), T.Zero);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Dual<T> Min(Dual<T> a, Dual<T> b) => new(T.Min(a.Value, b.Value), Winner(a.Value < b.Value, a.Value > b.Value, a, b));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Dual<T> Max(Dual<T> a, Dual<T> b) => new(T.Max(a.Value, b.Value), Winner(a.Value > b.Value, a.Value < b.Value, a, b));

    /// <inheritdoc/>
    /// <remarks>
    /// A slope of 0 in the exponent keeps log x out of the result, so that x = 0 is differentiable where the exponent is
    /// constant; an exponent of 0 has slope 0 everywhere.
    /// </remarks>
    [MethodImpl(Inline)]
    public static Dual<T> Pow(Dual<T> x, Dual<T> y)
    {
        T power = T.Pow(x.Value, y.Value);
        T byBase = T.Select(T.Abs(y.Value) > T.Zero, y.Value * T.Pow(x.Value, y.Value - T.One) * x.Slope, T.Zero);
        T byExponent = T.Select(T.Abs(y.Slope) > T.Zero, power * T.Log(x.Value) * y.Slope, T.Zero);
        return new(power, byBase + byExponent);
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Dual<T> Power(Dual<T> x, double exponent, string name)
    {
        // Only symbols read names; for numbers none is put together.
        string below = typeof(T) == typeof(Symbol) ? $"{name} - 1" : name;
        T slope = exponent == 0 ? T.Zero : T.Parameter(exponent, name) * T.Power(x.Value, exponent - 1, below) * x.Slope;
        return new(T.Power(x.Value, exponent, name), slope);
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Dual<T> Select(Mask<Dual<T>> condition, Dual<T> a, Dual<T> b)
    {
        Mask<T> mask = new(condition.Bits.Value);
        return new(T.Select(mask, a.Value, b.Value), T.Select(mask, a.Slope, b.Slope));
    }

    [MethodImpl(Inline)]
    private static T Winner(Mask<T> aWins, Mask<T> bWins, Dual<T> a, Dual<T> b) =>
        T.Select(aWins, a.Slope, T.Select(bWins, b.Slope, T.Half * (a.Slope + b.Slope)));

    [MethodImpl(Inline)]
    private static Mask<Dual<T>> Wrap(Mask<T> mask) => new(new Dual<T>(mask.Bits, mask.Bits));
}
