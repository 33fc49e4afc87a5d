using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// The pinball loss max(τ r, (τ − 1) r) with r = y − ŷ: predicting too little costs τ per unit, too much 1 − τ. Koenker and
/// Bassett (1978).
/// </summary>
/// <param name="Tau">τ: the quantile of the target that the minimum is at; ½ is half the absolute error.</param>
[Method("quantile", "pinball loss: fits a quantile instead of a mean",
    Choose = "Forecasts with an interval: tau = 0.05 and 0.95 give its ends, 0.5 the median; or costs that differ for too much and too little.",
    Source = "Koenker, Bassett 1978, Regression quantiles")]
[Convention("PyTorch", "not offered; PyTorch Forecasting's QuantileLoss doubles it")]
[Convention("Keras", "not offered")]
[Convention("scikit-learn", "mean_pinball_loss(alpha): the same, alpha being tau")]
public readonly record struct Quantile(
    [Param("quantile to fit", Min = 0, Max = 1)] double Tau = 0.5) : IPointwiseLoss<Quantile>
{
    /// <summary>The median's: half the absolute error.</summary>
    public Quantile() : this(Tau: 0.5) { }

    /// <inheritdoc/>
    public T At<T>(T ŷ, T y) where T : struct, IReal<T>
    {
        T r = y - ŷ;
        return T.Max(T.Parameter(Tau) * r, T.Parameter(Tau - 1) * r);
    }
}
