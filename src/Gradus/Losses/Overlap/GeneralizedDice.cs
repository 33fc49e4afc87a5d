using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>
/// Generalized Dice loss of a mask: Dice over foreground and background together, each weighted by the inverse square of its
/// size: 1 − 2 Σ_l w_l Σ p_l q_l / Σ_l w_l Σ (p_l + q_l), w_l = 1 / (Σ q_l + s)². Sudre et al. (2017), eq. 3.
/// </summary>
/// <param name="Smooth">s &gt; 0, in pixels: keeps the weight of an empty mask finite.</param>
/// <param name="Logits">Whether predictions are logits; else probabilities.</param>
[Method("generalizedDice", "Dice loss of foreground and background, weighted by their inverse squared sizes",
    Choose = "Segmentation where the size of the masks varies over orders of magnitude.",
    Source = "Crum, Camara, Hill 2006; as a loss: Sudre, Li, Vercauteren, Ourselin, Cardoso 2017, eq. 3")]
public readonly record struct GeneralizedDice(
    [Param("added to the size of a mask, in pixels", Min = 0, AboveMin = true)] double Smooth = 1,
    [Param("whether predictions are logits, not probabilities")] bool Logits = true) : IRowLoss
{
    /// <summary>Generalized Dice loss of logits with s = 1.</summary>
    public GeneralizedDice() : this(Smooth: 1) { }

    /// <inheritdoc/>
    public RowTarget Target => RowTarget.Values;

    /// <inheritdoc/>
    public ParameterRange PredictionRange => Overlap.Predictions(Logits);

    /// <inheritdoc/>
    public ParameterRange TargetRange => Overlap.Share;

    /// <inheritdoc/>
    public T At<T>(T x, T q) where T : struct, IRow<T>
    {
        T p = Overlap.Mask(x, Logits), s = T.Parameter(Smooth, "s");
        T inside = T.One / Real.Square(T.Sum(q) + s), outside = T.One / Real.Square(T.Sum(T.One - q) + s);
        T wrong = T.Sum(p * (T.One - q)) + T.Sum((T.One - p) * q);
        T common = inside * T.Sum(p * q) + outside * T.Sum((T.One - p) * (T.One - q));

        // What is too much of the one is missing of the other: Σ_l w_l Σ (p_l + q_l) = 2 · common + (w₁ + w₀) · wrong.
        wrong = (inside + outside) * wrong;
        return wrong / (T.Two * common + wrong);
    }
}
