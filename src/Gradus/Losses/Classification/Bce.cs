using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>Binary cross-entropy of a probability p: −[y log(p + ε) + (1 − y) log(1 − p + ε)] with ε = 10⁻³⁷.</summary>
/// <remarks>
/// ε is lost in the rounding of any p but 0 and 1; there it keeps the logarithm finite, so that a certain and wrong
/// prediction costs 85. Where logits are at hand, <see cref="BceWithLogits"/> keeps more digits.
/// </remarks>
[Method("bce", "binary cross-entropy on probabilities",
    Choose = "Yes/no targets where the model hands out probabilities; with logits at hand take bceWithLogits, which cannot saturate.",
    Source = "Good 1952, Rational decisions")]
[Convention("PyTorch", "BCELoss: the same but at 0 and 1, where it holds the logarithm at −100")]
[Convention("Keras", "BinaryCrossentropy: clips probabilities to [1e-7, 1 − 1e-7]")]
[Convention("Optax", "not offered on probabilities")]
public readonly record struct Bce : IPointwiseLoss<Bce>
{
    /// <inheritdoc/>
    public ParameterRange PredictionRange => new(0, 1, false, false);

    /// <inheritdoc/>
    public ParameterRange TargetRange => new(0, 1, false, false);

    /// <inheritdoc/>
    public T At<T>(T p, T y) where T : struct, IReal<T>
    {
        T ε = T.Parameter(1e-37, "ε");
        return -(y * T.Log(p + ε) + (T.One - y) * T.Log(T.One - p + ε));
    }
}
