using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// The negative log-likelihood of a target under Student's t distribution with ν degrees of freedom and the predicted mean
/// and variance, up to a constant: ½ log s + ½(ν + 1) log(1 + (ŷ − y)²/((ν − 2) s)) with s = max(variance, ε). Lange, Little,
/// Taylor (1989), §2.
/// </summary>
/// <remarks>
/// Variances are ≥ 0 and are those of the distribution, whose scale is √((1 − 2/ν) s). Below ε the variance no longer changes
/// the loss, so its derivative is 0 there. For ν → ∞ it is <see cref="GaussianNll"/>.
/// </remarks>
/// <param name="Degrees">ν: how heavy the tails are; the smaller, the less an outlier pulls.</param>
/// <param name="Eps">ε: the smallest variance that is believed, in units of the target squared.</param>
[Method("studentTNll", "as gaussianNll, with tails that let outliers be",
    Choose = "Predicted error bars where the noise has gross outliers: their pull fades with distance, as in cauchy, and they do not inflate the variance.",
    Source = "Lange, Little, Taylor 1989, Robust statistical modeling using the t distribution, §2")]
[Convention("PyTorch", "torch.distributions.StudentT(df, mean, scale).log_prob is its negative but for a constant, with scale = √((1 − 2/df) variance)")]
public readonly record struct StudentTNll(
    [Param("degrees of freedom: the fewer, the heavier the tails", Min = 2, AboveMin = true)] double Degrees = 4,
    [Param("smallest variance that is believed", Min = 0, AboveMin = true)] double Eps = 1e-6) : IVarianceLoss<StudentTNll>
{
    /// <summary>The loss with ν = 4 and ε = 1e-6.</summary>
    public StudentTNll() : this(Degrees: 4) { }

    /// <inheritdoc/>
    public T At<T>(T ŷ, T y, T variance) where T : struct, IReal<T>
    {
        T s = T.Max(variance, T.Parameter(Eps)), ν = T.Parameter(Degrees, "ν");
        return T.Half * (T.Log(s) + (ν + T.One) * T.Log1p(Real.Square(ŷ - y) / ((ν - T.Two) * s)));
    }
}
