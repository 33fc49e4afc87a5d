using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>
/// Tversky loss of a mask: 1 − (C + s) / (C + α E + β M + s), with what is common C = Σ p q, too much E = Σ p (1 − q) and missing
/// M = Σ (1 − p) q. α = β = ½ is dice, α = β = 1 is jaccard. Salehi et al. (2017), eq. 3.
/// </summary>
/// <param name="Alpha">α ≥ 0: what a false positive costs.</param>
/// <param name="Beta">β ≥ 0: what a false negative costs.</param>
/// <param name="Smooth">s &gt; 0, in pixels.</param>
/// <param name="Logits">Whether predictions are logits; else probabilities.</param>
[Method("tversky", "overlap loss that weighs false positives and false negatives apart",
    Choose = "Segmentation where missing a pixel is worse than painting one too many, as with lesions: beta above alpha.",
    Source = "Tversky 1977; as a loss: Salehi, Erdogmus, Gholipour 2017, eq. 3")]
[Convention("Keras", "Tversky(alpha, beta): the same without smoothing, over the whole batch, on probabilities")]
public readonly record struct Tversky(
    [Param("what a false positive costs", Min = 0)] double Alpha = 0.3,
    [Param("what a false negative costs", Min = 0)] double Beta = 0.7,
    [Param("added over and under the bar, in pixels", Min = 0, AboveMin = true)] double Smooth = 1,
    [Param("whether predictions are logits, not probabilities")] bool Logits = true) : IRowLoss
{
    /// <summary>The paper's best: α = 0.3, β = 0.7.</summary>
    public Tversky() : this(Alpha: 0.3) { }

    /// <inheritdoc/>
    public RowTarget Target => RowTarget.Values;

    /// <inheritdoc/>
    public ParameterRange PredictionRange => Overlap.Predictions(Logits);

    /// <inheritdoc/>
    public ParameterRange TargetRange => Overlap.Share;

    /// <inheritdoc/>
    public T At<T>(T x, T q) where T : struct, IRow<T> =>
        Overlap<T>.Of(x, q, Logits).Loss(T.Parameter(Alpha), T.Parameter(Beta), T.Parameter(Smooth, "s"));
}
