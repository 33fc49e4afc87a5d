using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>Functions of the part of a row that a mask marks.</summary>
internal static class MaskedRow
{
    /// <summary>log Σ eˣ over the places where the mask is not 0; −∞ where there are none.</summary>
    public static T LogSumExp<T>(T x, T mask) where T : struct, IRow<T>
    {
        T shift = T.Fixed(T.Largest(T.Select(mask > T.Zero, x, T.Constant(double.NegativeInfinity))));
        return shift + T.Log(T.Sum(T.Select(mask > T.Zero, T.Exp(x - shift), T.Zero)));
    }

    /// <summary>The mean of x over the places where the mask is 1.</summary>
    public static T Mean<T>(T x, T mask) where T : struct, IRow<T> => T.Sum(mask * x) / T.Sum(mask);
}
