using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>
/// Jaccard loss of a mask, one minus intersection over union: 1 − (Σ p q + s) / (Σ p + Σ q − Σ p q + s), with p = σ(x) and one
/// row per mask. Jaccard (1912); Rahman and Wang (2016), eq. 4.
/// </summary>
/// <param name="Smooth">s &gt; 0, in pixels: tells what an empty mask costs, and steadies small ones.</param>
/// <param name="Logits">Whether predictions are logits; else probabilities.</param>
[Method("jaccard", "one minus intersection over union of two masks",
    Choose = "Segmentation judged by intersection over union; like dice, but harder on masks that are half right.",
    Source = "Jaccard 1912; as a loss: Rahman, Wang 2016, eq. 4")]
public readonly record struct Jaccard(
    [Param("added over and under the bar, in pixels", Min = 0, AboveMin = true)] double Smooth = 1,
    [Param("whether predictions are logits, not probabilities")] bool Logits = true) : IRowLoss
{
    /// <summary>Jaccard loss of logits with s = 1.</summary>
    public Jaccard() : this(Smooth: 1) { }

    /// <inheritdoc/>
    public RowTarget Target => RowTarget.Values;

    /// <inheritdoc/>
    public ParameterRange PredictionRange => Overlap.Predictions(Logits);

    /// <inheritdoc/>
    public ParameterRange TargetRange => Overlap.Share;

    /// <inheritdoc/>
    public T At<T>(T x, T q) where T : struct, IRow<T> => Overlap<T>.Of(x, q, Logits).Loss(T.One, T.One, T.Parameter(Smooth, "s"));
}
