using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>Absolute error |ŷ − y|; averaged, the mean absolute error. Its slope at 0 is 0.</summary>
[Method("mae", "mean absolute error",
    Choose = "Regression where outliers are mistakes rather than messages: every error pulls with the same force, and the fit is the conditional median.",
    Source = "Laplace 1774; Boscovich 1757")]
[Convention("PyTorch", "L1Loss: the same, slope 0 at 0")]
[Convention("Keras", "MeanAbsoluteError: the same")]
public readonly record struct Mae : IPointwiseLoss<Mae>
{
    /// <inheritdoc/>
    public T At<T>(T ŷ, T y) where T : struct, IReal<T> => T.Abs(ŷ - y);
}
