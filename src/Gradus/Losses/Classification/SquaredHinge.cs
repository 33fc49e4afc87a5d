using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>max(0, 1 − y ŷ)² for classes y = −1 and 1: the hinge loss without its corner.</summary>
[Method("squaredHinge", "squared maximum-margin loss for classes −1 and 1",
    Choose = "As hinge, where a gradient without a jump is wanted; bad mistakes count by their square, so mislabelled examples pull harder.",
    Source = "Chang, Hsieh, Lin 2008, Coordinate descent method for large-scale L2-loss linear SVM")]
[Convention("PyTorch", "not offered")]
[Convention("Keras", "SquaredHinge: the same; targets 0 and 1 are turned into −1 and 1")]
public readonly record struct SquaredHinge : IPointwiseLoss<SquaredHinge>
{
    /// <inheritdoc/>
    public ParameterRange TargetRange => new(-1, 1, false, false);

    /// <inheritdoc/>
    public T At<T>(T ŷ, T y) where T : struct, IReal<T> => Real.Square(T.Max(T.Zero, T.One - y * ŷ));
}
