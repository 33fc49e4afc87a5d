using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>
/// Dice loss of a mask: 1 − (2 Σ p q + s) / (Σ p + Σ q + s), with p = σ(x) and one row per mask. Milletari et al. (2016), eq. 1,
/// with plain instead of squared sums; Dice (1945).
/// </summary>
/// <param name="Smooth">s &gt; 0, in pixels: tells what an empty mask costs, and steadies small ones.</param>
/// <param name="Logits">Whether predictions are logits; else probabilities.</param>
[Method("dice", "one minus the Dice coefficient of two masks",
    Choose = "Segmentation of things that are small in the picture: every mask counts the same, however few its pixels. Often added to bceWithLogits or focal, which steadies the start.",
    Source = "Dice 1945; as a loss: Milletari, Navab, Ahmadi 2016, V-Net, eq. 1")]
[Convention("Keras", "Dice: the same without smoothing, over the whole batch, on probabilities")]
[Convention("the paper", "sums p² and q² in the denominator")]
public readonly record struct Dice(
    [Param("added over and under the bar, in pixels", Min = 0, AboveMin = true)] double Smooth = 1,
    [Param("whether predictions are logits, not probabilities")] bool Logits = true) : IRowLoss
{
    /// <summary>Dice loss of logits with s = 1.</summary>
    public Dice() : this(Smooth: 1) { }

    /// <inheritdoc/>
    public RowTarget Target => RowTarget.Values;

    /// <inheritdoc/>
    public ParameterRange PredictionRange => Overlap.Predictions(Logits);

    /// <inheritdoc/>
    public ParameterRange TargetRange => Overlap.Share;

    /// <inheritdoc/>
    public T At<T>(T x, T q) where T : struct, IRow<T> => Overlap<T>.Of(x, q, Logits).Loss(T.Half, T.Half, T.Half * T.Parameter(Smooth, "s"));
}
