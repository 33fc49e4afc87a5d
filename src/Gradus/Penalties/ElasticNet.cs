using Gradus.Algebra;

namespace Gradus.Penalties;

/// <summary>
/// The elastic net: λ(ρ‖θ‖₁ + ½(1 − ρ)‖θ‖²). Zou, Hastie (2005), in the parametrisation of glmnet (Friedman et al. 2010, eq. 3).
/// </summary>
/// <param name="Strength">λ.</param>
/// <param name="Ratio">ρ: the share of the lasso.</param>
/// <param name="Proximal">Whether to threshold and shrink after the step.</param>
/// <param name="On">Which parameters.</param>
[Method("elasticNet", "lasso and ridge in one: sparse, but correlated weights stay together",
    Choose = "Sparse weights where inputs are correlated: the lasso alone keeps one of a group at random. With proximal=true zeros are exact.",
    Source = "Zou, Hastie 2005; Friedman, Hastie, Tibshirani 2010, eq. 3")]
[Convention("scikit-learn", "ElasticNet(alpha=λ, l1_ratio=ρ): the same penalty")]
[Convention("Keras", "regularizers.L1L2(l1=λρ, l2=λ(1−ρ)/2)")]
[Convention("the lecture", "λ₁ Σ|w| + λ₂ Σw²: λ = λ₁ + 2λ₂, ρ = λ₁/λ")]
public readonly record struct ElasticNet(
    [Param("factor of the penalty", Min = 0)] double Strength,
    [Param("share of the lasso; 1 is l1, 0 is l2", Min = 0, Max = 1)] double Ratio = 0.5,
    [Param("threshold and shrink after the step instead of a gradient: exact zeros")] bool Proximal = false,
    [Param("which parameters: weights has no biases and norms")] PenaltyScope On = PenaltyScope.Weights) : IElementPenalty<ElasticNet>
{
    /// <inheritdoc/>
    public T At<T>(T θ) where T : struct, IReal<T>
    {
        T λ = T.Parameter(Strength, "λ"), ρ = T.Parameter(Ratio, "ρ");
        return λ * (ρ * T.Abs(θ) + T.Half * (T.One - ρ) * (θ * θ));
    }

    /// <inheritdoc/>
    public T Prox<T>(T z, T step) where T : struct, IReal<T> =>
        new L2(Strength * (1 - Ratio)).Prox(new L1(Strength * Ratio).Prox(z, step), step);
}
