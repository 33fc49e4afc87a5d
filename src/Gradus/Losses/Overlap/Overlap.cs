using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>What a predicted mask p and a true mask q have in common, and what not.</summary>
/// <param name="Common">Σ p q: true positives.</param>
/// <param name="Extra">Σ p (1 − q): false positives.</param>
/// <param name="Missing">Σ (1 − p) q: false negatives.</param>
/// <typeparam name="T">The interpreter.</typeparam>
internal readonly record struct Overlap<T>(T Common, T Extra, T Missing) where T : struct, IRow<T>
{
    public static Overlap<T> Of(T x, T q, bool logits)
    {
        T p = Overlap.Mask(x, logits);
        return new(T.Sum(p * q), T.Sum(p * (T.One - q)), T.Sum((T.One - p) * q));
    }

    /// <summary>
    /// 1 − (C + s) / (C + α E + β M + s), written without the difference: exactly 0 where nothing is missing or too much.
    /// </summary>
    public T Loss(T α, T β, T smooth)
    {
        T wrong = α * Extra + β * Missing;
        return wrong / (Common + wrong + smooth);
    }
}

/// <summary>What the losses on masks share.</summary>
internal static class Overlap
{
    public static ParameterRange Share { get; } = new(0, 1, AboveMin: false, BelowMax: false);

    public static ParameterRange Predictions(bool logits) => logits ? ParameterRange.Any : Share;

    public static T Mask<T>(T x, bool logits) where T : struct, IRow<T> => logits ? T.Named(Real.Sigmoid(x), "p") : x;
}
