using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>log(1 + e^(−y ŷ)) for classes y = −1 and 1: binary cross-entropy on logits in the notation of margins.</summary>
[Method("softMargin", "logistic loss for classes −1 and 1",
    Choose = "Yes/no classification where targets come as −1 and 1; for 0 and 1, or to weigh positives, bceWithLogits.",
    Source = "Friedman, Hastie, Tibshirani 2000, Additive logistic regression")]
[Convention("PyTorch", "SoftMarginLoss: the same, but this one is finite for scores of any size")]
[Convention("Optax", "sigmoid_binary_cross_entropy with targets (y + 1)/2: the same")]
public readonly record struct SoftMargin : IPointwiseLoss<SoftMargin>
{
    /// <inheritdoc/>
    public ParameterRange TargetRange => new(-1, 1, false, false);

    /// <inheritdoc/>
    public T At<T>(T ŷ, T y) where T : struct, IReal<T> => Real.Softplus(-(y * ŷ));
}
