using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>
/// The asymmetric loss of a logit x: −y (1 − p)^γ₊ log p − (1 − y) p_m^γ₋ log(1 − p_m) with p = σ(x) and the shifted
/// probability p_m = max(p − m, 0). Ridnik et al. (2021), eqs. 3–7.
/// </summary>
/// <remarks>
/// Negatives that are predicted below the margin m count for nothing at all. The logarithms are taken of sums of positive
/// numbers, so that the loss is finite for logits of any size.
/// </remarks>
/// <param name="GammaPositive">γ₊: how fast easy positives lose their weight.</param>
/// <param name="GammaNegative">γ₋: how fast easy negatives lose their weight.</param>
/// <param name="Clip">m: the probability up to which a negative costs nothing.</param>
[Method("asymmetric", "binary cross-entropy that looks away from easy negatives",
    Choose = "Multi-label classification, where each sample has a few positive labels and very many negative ones. Raise gammaNegative until positives are found.",
    Source = "Ridnik, Ben-Baruch, Zamir, Noy, Friedman, Protter, Zelnik-Manor 2021, Asymmetric loss for multi-label classification, eqs. 3–7")]
[Convention("the authors' code", "AsymmetricLoss(gamma_neg=4, gamma_pos=1, clip=0.05) summed over everything: the same for gammaPositive = 1, targets 0 and 1; it stops logarithms at 1e-8 and by default gives the focusing weights no gradient")]
[Convention("PyTorch", "not offered; timm has AsymmetricLossMultiLabel")]
public readonly record struct Asymmetric(
    [Param("how fast easy positives lose their weight", Min = 0)] double GammaPositive = 0,
    [Param("how fast easy negatives lose their weight", Min = 0)] double GammaNegative = 4,
    [Param("probability up to which a negative costs nothing", Min = 0, Max = 1, BelowMax = true)] double Clip = 0.05) : IPointwiseLoss<Asymmetric>
{
    private const double Floor = 1e-37;

    /// <summary>γ₊ = 0, γ₋ = 4, m = 0.05.</summary>
    public Asymmetric() : this(GammaPositive: 0) { }

    /// <inheritdoc/>
    public ParameterRange TargetRange => new(0, 1, false, false);

    /// <inheritdoc/>
    public T At<T>(T x, T y) where T : struct, IReal<T>
    {
        Logistic<T> at = T.Logistic(x);
        T positive = Focus(at.SigmoidOfMinus, GammaPositive, "γ₊") * at.SoftplusOfMinus;
        T negative = Clip == 0
            ? Focus(at.Sigmoid, GammaNegative, "γ₋") * at.Softplus
            : -(Focus(T.Max(at.Sigmoid - T.Parameter(Clip), T.Zero), GammaNegative, "γ₋") * T.Log(T.Min(at.SigmoidOfMinus + T.Parameter(Clip), T.One)));
        return y * positive + (T.One - y) * negative;
    }

    /// <summary>A power with an infinite slope at 0 starts a little above it: what it is multiplied by is 0 there.</summary>
    private static T Focus<T>(T probability, double gamma, string name) where T : struct, IReal<T> =>
        T.Power(gamma is > 0 and < 1 ? T.Max(probability, T.Constant(Floor)) : probability, gamma, name);
}
