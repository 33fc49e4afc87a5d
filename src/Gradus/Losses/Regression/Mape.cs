using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>The error as a share of the target: |ŷ − y| / max(|y|, ε); averaged, the mean absolute percentage error as a fraction.</summary>
/// <param name="Eps">ε: what a target nearer to zero than this is divided by, in units of the target.</param>
[Method("mape", "absolute error as a share of the target",
    Choose = "Forecasts of positive amounts of very different size that are judged in percent. It favours predictions that are too low, and targets near zero drown the rest: raise eps to the smallest amount that matters.",
    Source = "Makridakis 1993, Accuracy measures")]
[Convention("PyTorch", "not offered; TorchMetrics divides by max(|y|, 1.17e-6)")]
[Convention("Keras", "MeanAbsolutePercentageError: a hundred times this, with eps 1e-7")]
[Convention("scikit-learn", "mean_absolute_percentage_error: the same, with eps 2.2e-16")]
public readonly record struct Mape(
    [Param("smallest size of a target to divide by", Min = 0, AboveMin = true)] double Eps = 1e-7) : IPointwiseLoss<Mape>
{
    /// <summary>The loss with ε = 1e-7.</summary>
    public Mape() : this(Eps: 1e-7) { }

    /// <inheritdoc/>
    public T At<T>(T ŷ, T y) where T : struct, IReal<T> => T.Abs(ŷ - y) / T.Max(T.Abs(y), T.Parameter(Eps));
}
