using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>
/// Binary cross-entropy of a logit x: w₊ y softplus(−x) + (1 − y) softplus(x), which is −[y log p + (1 − y) log(1 − p)]
/// with p = σ(x), without ever forming p.
/// </summary>
/// <remarks>Finite for logits of any size: softplus is max(x, 0) + log1p(e^−|x|).</remarks>
/// <param name="PositiveWeight">w₊: how much more a positive counts than a negative.</param>
[Method("bceWithLogits", "binary cross-entropy on logits",
    Choose = "Yes/no and multi-label classification; set positiveWeight to negatives/positives where positives are rare.",
    Source = "Bridle 1990; Goodfellow, Bengio, Courville 2016, §6.2.2.2")]
[Convention("PyTorch", "BCEWithLogitsLoss(pos_weight): the same")]
[Convention("Keras", "BinaryCrossentropy(from_logits=True): the same for positiveWeight = 1; the default expects probabilities and clips them")]
[Convention("Optax", "sigmoid_binary_cross_entropy: the same for positiveWeight = 1")]
public readonly record struct BceWithLogits(
    [Param("weight of the positive class", Min = 0, AboveMin = true)] double PositiveWeight = 1) : IPointwiseLoss<BceWithLogits>
{
    /// <summary>Binary cross-entropy with both classes weighing the same.</summary>
    public BceWithLogits() : this(PositiveWeight: 1) { }

    /// <inheritdoc/>
    public ParameterRange TargetRange => new(0, 1, false, false);

    /// <inheritdoc/>
    public T At<T>(T x, T y) where T : struct, IReal<T>
    {
        Logistic<T> at = T.Logistic(x);
        return T.Parameter(PositiveWeight) * y * at.SoftplusOfMinus + (T.One - y) * at.Softplus;
    }
}
