using Gradus.Algebra;

namespace Gradus.Penalties;

/// <summary>
/// The lasso: λ‖θ‖₁, whose gradient is λ·sign θ (0 at 0). With <paramref name="Proximal"/> it acts by soft thresholding
/// after the optimizer's step instead, θ ← sign θ · max(0, |θ| − ηλ), which makes weights exactly 0.
/// </summary>
/// <remarks>
/// Through the gradient no weight ever becomes 0: near 0 the step ηλ overshoots, and the weight flickers around 0. The
/// proximal step takes the plain rate η of the parameter's group, with adaptive rules too.
/// </remarks>
/// <param name="Strength">λ.</param>
/// <param name="Proximal">Whether to threshold after the step.</param>
/// <param name="On">Which parameters.</param>
[Method("l1", "the sum of absolute weights: the lasso",
    Choose = "Few weights that matter: with proximal=true the others become exactly 0. Without it weights get small, but none becomes 0.",
    Source = "Tibshirani 1996; proximal step: Daubechies, Defrise, De Mol 2004, and Parikh, Boyd 2014, §6.5.2")]
[Convention("PyTorch", "none built in; added by hand as lambda * weight.abs().sum(): the same")]
[Convention("Keras", "regularizers.L1(l1): the same")]
[Convention("Optax", "none built in; jaxopt.prox.prox_lasso is the same proximal step")]
[Convention("the lecture", "λ Σ|w|: the same")]
public readonly record struct L1(
    [Param("factor of the penalty", Min = 0)] double Strength,
    [Param("threshold after the step instead of a gradient: exact zeros")] bool Proximal = false,
    [Param("which parameters: weights has no biases and norms")] PenaltyScope On = PenaltyScope.Weights) : IElementPenalty<L1>
{
    /// <inheritdoc/>
    public T At<T>(T θ) where T : struct, IReal<T> => T.Parameter(Strength, "λ") * T.Abs(θ);

    /// <inheritdoc/>
    public T Prox<T>(T z, T step) where T : struct, IReal<T>
    {
        // NaN is below no threshold and so stays NaN.
        T threshold = step * T.Parameter(Strength, "λ");
        return T.Select(T.Abs(z) < threshold, T.Zero, z - T.Sign(z) * threshold);
    }
}
