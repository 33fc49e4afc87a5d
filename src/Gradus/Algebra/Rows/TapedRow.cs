using System.Runtime.CompilerServices;
using Gradus.Algebra.Rows;

namespace Gradus.Algebra;

/// <summary>
/// A row of numbers whose making is recorded, so that one walk back along the <see cref="RowTape"/> yields the derivative
/// of a result by every number of every variable (reverse mode). The rules are those of <see cref="Dual{T}"/>.
/// </summary>
/// <remarks>It is valid until its tape begins anew. A constant belongs to no tape.</remarks>
public readonly struct TapedRow : IRow<TapedRow>
{
    internal TapedRow(RowTape tape, int node)
    {
        Tape = tape;
        Node = node;
    }

    private TapedRow(double value) => Number = value;

    /// <summary>The tape, or null for a constant.</summary>
    internal RowTape? Tape { get; }

    /// <summary>Where on the tape.</summary>
    internal int Node { get; }

    /// <summary>The value of a constant.</summary>
    internal double Number { get; }

    /// <inheritdoc/>
    public static TapedRow Constant(double value) => new(value);

    /// <inheritdoc/>
    public static TapedRow operator +(TapedRow a, TapedRow b) => Binary(Operation.Add, a, b);

    /// <inheritdoc/>
    public static TapedRow operator -(TapedRow a, TapedRow b) => Binary(Operation.Subtract, a, b);

    /// <inheritdoc/>
    public static TapedRow operator *(TapedRow a, TapedRow b) => Binary(Operation.Multiply, a, b);

    /// <inheritdoc/>
    public static TapedRow operator /(TapedRow a, TapedRow b) => Binary(Operation.Divide, a, b);

    /// <inheritdoc/>
    public static TapedRow operator -(TapedRow a) => Unary(Operation.Negate, a);

    /// <inheritdoc/>
    public static Mask<TapedRow> operator <(TapedRow a, TapedRow b) => new(Binary(Operation.Less, a, b));

    /// <inheritdoc/>
    public static Mask<TapedRow> operator >(TapedRow a, TapedRow b) => new(Binary(Operation.Greater, a, b));

    /// <inheritdoc/>
    public static TapedRow Sqrt(TapedRow x) => Unary(Operation.Sqrt, x);

    /// <inheritdoc/>
    public static TapedRow Exp(TapedRow x) => Unary(Operation.Exp, x);

    /// <inheritdoc/>
    public static TapedRow Log(TapedRow x) => Unary(Operation.Log, x);

    /// <inheritdoc/>
    public static TapedRow Expm1(TapedRow x) => Unary(Operation.Expm1, x);

    /// <inheritdoc/>
    public static TapedRow Log1p(TapedRow x) => Unary(Operation.Log1p, x);

    /// <inheritdoc/>
    public static TapedRow Sin(TapedRow x) => Unary(Operation.Sin, x);

    /// <inheritdoc/>
    public static TapedRow Cos(TapedRow x) => Unary(Operation.Cos, x);

    /// <inheritdoc/>
    public static TapedRow Tanh(TapedRow x) => Unary(Operation.Tanh, x);

    /// <inheritdoc/>
    public static TapedRow Abs(TapedRow x) => Unary(Operation.Abs, x);

    /// <inheritdoc/>
    public static TapedRow Sign(TapedRow x) => Unary(Operation.Sign, x);

    /// <inheritdoc/>
    public static TapedRow Min(TapedRow a, TapedRow b) => Binary(Operation.Min, a, b);

    /// <inheritdoc/>
    public static TapedRow Max(TapedRow a, TapedRow b) => Binary(Operation.Max, a, b);

    /// <inheritdoc/>
    public static TapedRow Pow(TapedRow x, TapedRow y) => Binary(Operation.Pow, x, y);

    /// <inheritdoc/>
    public static TapedRow Select(Mask<TapedRow> condition, TapedRow a, TapedRow b) =>
        condition.Bits.Tape is { } tape ? tape.Select(condition.Bits, a, b) : condition.Bits.Number != 0 ? a : b;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">x is a constant, which has no places to add up.</exception>
    public static TapedRow Sum(TapedRow x) => Owner(x).Reduce(Operation.Sum, x);

    /// <inheritdoc/>
    public static TapedRow Largest(TapedRow x) => x.Tape is { } tape ? tape.Reduce(Operation.Largest, x) : x;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">x is a constant, which has no places to count.</exception>
    public static TapedRow Count(TapedRow x) => new((double)Owner(x).CountOf(x));

    /// <inheritdoc/>
    public static TapedRow Fixed(TapedRow x) => x.Tape is { } tape ? tape.Fix(x) : x;

    /// <inheritdoc/>
    public static TapedRow Above(TapedRow x, TapedRow q) => Owner(x).Above(x, q);

    /// <inheritdoc/>
    public static TapedRow Firsts(TapedRow x) => x.Tape is { } tape ? tape.Pair(Operation.Firsts, x) : x;

    /// <inheritdoc/>
    public static TapedRow Seconds(TapedRow x) => x.Tape is { } tape ? tape.Pair(Operation.Seconds, x) : x;

    private static TapedRow Unary(Operation operation, TapedRow x) =>
        x.Tape is { } tape ? tape.Map(operation, x, x, arguments: 1) : Fold(operation, x, x);

    private static TapedRow Binary(Operation operation, TapedRow a, TapedRow b) =>
        (a.Tape ?? b.Tape) is { } tape ? tape.Map(operation, a, b, arguments: 2) : Fold(operation, a, b);

    private static TapedRow Fold(Operation operation, TapedRow a, TapedRow b)
    {
        Folding folding = new(a.Number, b.Number);
        RowFunctions.Use(operation, ref folding);
        return new(folding.Result);
    }

    private static RowTape Owner(TapedRow x, [CallerMemberName] string function = "") => x.Tape
        ?? throw new InvalidOperationException($"{function} of a constant: a constant is no row and has no places; take one of the row that the formula is given.");

    private struct Folding(double a, double b) : IRowFunctionUser
    {
        public double Result { get; private set; }

        public void Use<TFunction>() where TFunction : struct, IRowFunction =>
            Result = TFunction.At<Scalar<double>>(new(a), new(b)).Value;
    }
}
