using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// The negative log-likelihood of a target under a Laplace distribution with the predicted mean and variance:
/// ½ log(2s) + |ŷ − y| √(2/s) with s = max(variance, ε), which is log 2b + |ŷ − y|/b for the scale b = √(s/2).
/// </summary>
/// <remarks>Variances are ≥ 0. Below ε the variance no longer changes the loss, so its derivative is 0 there.</remarks>
/// <param name="Eps">ε: the smallest variance that is believed, in units of the target squared.</param>
[Method("laplaceNll", "as gaussianNll, with absolute instead of squared errors",
    Choose = "Predicted error bars where the noise has outliers: the mean becomes a median, and one bad point does not inflate the variance.",
    Source = "Laplace 1774; Kendall, Gal 2017, What uncertainties do we need in Bayesian deep learning for computer vision?, §3.1")]
[Convention("PyTorch", "not offered; torch.distributions.Laplace(mean, b).log_prob is its negative, with b = √(variance/2)")]
public readonly record struct LaplaceNll(
    [Param("smallest variance that is believed", Min = 0, AboveMin = true)] double Eps = 1e-6) : IVarianceLoss<LaplaceNll>
{
    /// <summary>The loss with ε = 1e-6.</summary>
    public LaplaceNll() : this(Eps: 1e-6) { }

    /// <inheritdoc/>
    public T At<T>(T ŷ, T y, T variance) where T : struct, IReal<T>
    {
        T s = T.Max(variance, T.Parameter(Eps));
        return T.Half * T.Log(T.Two * s) + T.Abs(ŷ - y) * T.Sqrt(T.Two / s);
    }
}
