using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>
/// The negative log-likelihood of a Tweedie distribution of power 1 &lt; p &lt; 2, up to what depends on the target alone:
/// −y μ^(1−p)/(1−p) + μ^(2−p)/(2−p), the prediction being the mean μ. Jørgensen (1987).
/// </summary>
/// <remarks>
/// Twice this plus a function of y is the deviance; the minimum is at μ = y. For predictions that are logs of means, give
/// their exponential.
/// </remarks>
/// <param name="Power">p: the variance grows with μᵖ; 1 would be Poisson's, 2 the gamma distribution's.</param>
[Method("tweedie", "for amounts that are often exactly zero",
    Choose = "Insurance claims, rainfall, sales: a heap at zero and a long tail above. Raise power towards 2 for heavier tails.",
    Source = "Jørgensen 1987, Exponential dispersion models")]
[Convention("PyTorch", "not offered")]
[Convention("scikit-learn", "mean_tweedie_deviance(power): the deviance, twice this plus a function of the target")]
[Convention("LightGBM, XGBoost", "tweedie objectives: the same on exp(score), so with a log link in front")]
public readonly record struct Tweedie(
    [Param("how fast the variance grows with the mean", Min = 1, Max = 2, AboveMin = true, BelowMax = true)] double Power = 1.5) : IPointwiseLoss<Tweedie>
{
    /// <summary>Half-way between Poisson and gamma.</summary>
    public Tweedie() : this(Power: 1.5) { }

    /// <inheritdoc/>
    public ParameterRange PredictionRange => new(0, double.PositiveInfinity, true, false);

    /// <inheritdoc/>
    public ParameterRange TargetRange => new(0, double.PositiveInfinity, false, false);

    /// <inheritdoc/>
    public T At<T>(T μ, T y) where T : struct, IReal<T> =>
        y * T.Power(μ, 1 - Power) / T.Parameter(Power - 1) + T.Power(μ, 2 - Power) / T.Parameter(2 - Power);
}
