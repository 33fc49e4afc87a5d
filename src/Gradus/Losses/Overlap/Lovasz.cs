using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>
/// Lovász loss of a mask, the convex closure of the Jaccard loss: Σ e_i w_i over the errors e, where w_i is by how much the Jaccard
/// loss grows when pixel i is counted wrong after all pixels of larger error. Berman et al. (2018), eq. 8 and 9.
/// </summary>
/// <remarks>
/// On logits e = max(0, 1 − x (2 q − 1)), the Lovász hinge, which is twice the Jaccard loss where all logits are ±1; on probabilities
/// e = |q − p|, the Lovász-softmax of one class, which is the Jaccard loss itself where all are 0 or 1. The weights depend on the
/// order of the errors only and have no derivative.
/// </remarks>
/// <param name="Logits">Whether predictions are logits; else probabilities.</param>
[Method("lovasz", "convex surrogate of the Jaccard loss by its Lovász extension",
    Choose = "Segmentation judged by intersection over union, as the last stage after crossEntropy or dice: it optimizes the measure itself.",
    Source = "Berman, Rannen Triki, Blaschko 2018, eq. 8–9, algorithm 1")]
public readonly record struct Lovasz(
    [Param("whether predictions are logits, not probabilities")] bool Logits = true) : IRowLoss
{
    /// <summary>The Lovász hinge.</summary>
    public Lovasz() : this(Logits: true) { }

    /// <inheritdoc/>
    public RowTarget Target => RowTarget.Values;

    /// <inheritdoc/>
    public ParameterRange PredictionRange => Overlap.Predictions(Logits);

    /// <inheritdoc/>
    public ParameterRange TargetRange => Overlap.Share;

    /// <inheritdoc/>
    public T At<T>(T x, T q) where T : struct, IRow<T>
    {
        T margin = T.Named(Logits ? T.One - x * (T.Two * q - T.One) : T.Abs(q - x), "e");
        T missed = T.Above(margin, q), extra = T.Above(margin, T.One - q);
        T before = Kept(q, missed, extra), after = Kept(q, missed + q, extra + T.One - q);
        return T.Sum(T.Max(margin, T.Zero) * T.Named(T.Fixed(before - after), "w"));
    }

    /// <summary>The Jaccard index once so much of the mask is missed and so much else is painted; 1 where there is no mask at all.</summary>
    private static T Kept<T>(T q, T missed, T extra) where T : struct, IRow<T>
    {
        T whole = T.Sum(q), union = whole + extra;
        return T.Select(union > T.Zero, (whole - missed) / T.Max(union, T.Constant(1e-30)), T.One);
    }
}
