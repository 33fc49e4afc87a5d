using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// Functions of the part of a row that a mask marks. On numbers they are shifted so that nothing overflows; in print,
/// over <see cref="Symbol"/>, they show the mathematics without the shift, which would hide it.
/// </summary>
internal static class MaskedRow
{
    /// <summary>log Σ eˣ over the places where the mask is not 0; −∞ where there are none.</summary>
    public static T LogSumExp<T>(T x, T mask) where T : struct, IRow<T>
    {
        if (typeof(T) == typeof(Symbol)) return T.Log(T.Sum(mask * T.Exp(x)));
        T shift = T.Fixed(T.Largest(T.Select(mask > T.Zero, x, T.Constant(double.NegativeInfinity))));
        return shift + T.Log(T.Sum(T.Select(mask > T.Zero, T.Exp(x - shift), T.Zero)));
    }

    /// <summary>log(1 + eˣ).</summary>
    public static T Softplus<T>(T x) where T : struct, IRow<T> =>
        typeof(T) == typeof(Symbol) ? T.Log(T.One + T.Exp(x)) : Real.Softplus(x);

    /// <summary>−log softmax x.</summary>
    public static T Surprise<T>(T x) where T : struct, IRow<T> =>
        typeof(T) == typeof(Symbol) ? T.Log(T.Sum(T.Exp(x))) - x : -Row.LogSoftmax(x);

    /// <summary>The mean of x over the places where the mask is 1.</summary>
    public static T Mean<T>(T x, T mask) where T : struct, IRow<T> => T.Sum(mask * x) / T.Sum(mask);
}
