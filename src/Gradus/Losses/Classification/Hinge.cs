using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>max(0, 1 − y ŷ) for classes y = −1 and 1: nothing for a score that is right by a margin of 1, linear below.</summary>
/// <remarks>At the margin itself, where the slope jumps, the derivative is the mean of both sides, −y/2.</remarks>
[Method("hinge", "maximum-margin loss for classes −1 and 1",
    Choose = "Yes/no classification by a margin, as support vector machines do: examples that are safely right no longer count.",
    Source = "Cortes, Vapnik 1995, Support-vector networks")]
[Convention("PyTorch", "not offered; HingeEmbeddingLoss is hingeEmbedding. MultiMarginLoss is the one for several classes")]
[Convention("Keras", "Hinge: the same; targets 0 and 1 are turned into −1 and 1")]
[Convention("Optax", "hinge_loss: the same")]
public readonly record struct Hinge : IPointwiseLoss<Hinge>
{
    /// <inheritdoc/>
    public ParameterRange TargetRange => new(-1, 1, false, false);

    /// <inheritdoc/>
    public T At<T>(T ŷ, T y) where T : struct, IReal<T> => T.Max(T.Zero, T.One - y * ŷ);
}
