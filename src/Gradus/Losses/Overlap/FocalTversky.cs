using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>The Tversky loss to the power 1/γ. Abraham and Khan (2019), eq. 4.</summary>
/// <remarks>For γ &gt; 1 its slope grows without bound as a mask becomes perfect; at a perfect mask it is 0.</remarks>
/// <param name="Alpha">α ≥ 0: what a false positive costs; the paper calls this one β.</param>
/// <param name="Beta">β ≥ 0: what a false negative costs; the paper calls this one α.</param>
/// <param name="Gamma">γ &gt; 0: above 1, masks that are nearly right still pull.</param>
/// <param name="Smooth">s &gt; 0, in pixels.</param>
/// <param name="Logits">Whether predictions are logits; else probabilities.</param>
[Method("focalTversky", "Tversky loss with an exponent",
    Choose = "Segmentation of small things where tversky stops improving once most masks are nearly right.",
    Source = "Abraham, Khan 2019, eq. 4")]
[Convention("the paper", "swaps the names alpha and beta")]
public readonly record struct FocalTversky(
    [Param("what a false positive costs", Min = 0)] double Alpha = 0.3,
    [Param("what a false negative costs", Min = 0)] double Beta = 0.7,
    [Param("one over the exponent", Min = 0, AboveMin = true)] double Gamma = 4.0 / 3,
    [Param("added over and under the bar, in pixels", Min = 0, AboveMin = true)] double Smooth = 1,
    [Param("whether predictions are logits, not probabilities")] bool Logits = true) : IRowLoss
{
    /// <summary>The paper's settings.</summary>
    public FocalTversky() : this(Alpha: 0.3) { }

    /// <inheritdoc/>
    public RowTarget Target => RowTarget.Values;

    /// <inheritdoc/>
    public ParameterRange PredictionRange => Overlap.Predictions(Logits);

    /// <inheritdoc/>
    public ParameterRange TargetRange => Overlap.Share;

    /// <inheritdoc/>
    public T At<T>(T x, T q) where T : struct, IRow<T>
    {
        T loss = Overlap<T>.Of(x, q, Logits).Loss(T.Parameter(Alpha), T.Parameter(Beta), T.Parameter(Smooth, "s"));

        // Below the floor, which no mask of real numbers reaches but a perfect one, the slope is 0 instead of infinite.
        return T.Pow(T.Max(loss, T.Constant(1e-30)), T.Parameter(1 / Gamma, "1 / Gamma"));
    }
}
