using Gradus.Algebra;

namespace Gradus.Penalties;

/// <summary>
/// Ridge: ½λ‖θ‖², whose gradient is λθ. Hoerl, Kennard (1970).
/// </summary>
/// <remarks>
/// With the ½ the strength is the weight decay of the optimizers: <c>mse + l2(1e-4) | sgd</c> takes the steps of
/// <c>mse | sgd(weightDecay=1e-4)</c>. With adam it does so too, and there differs from adamw, which decays the
/// weights beside the adaptive step.
/// </remarks>
/// <param name="Strength">λ.</param>
/// <param name="On">Which parameters.</param>
[Method("l2", "half the sum of squared weights: ridge",
    Choose = "The usual guard against overfitting with sgd. With adaptive rules prefer adamw's weightDecay: there an l2 gradient is divided by √v.",
    Source = "Hoerl, Kennard 1970; Krogh, Hertz 1991; Loshchilov, Hutter 2019, §2")]
[Convention("PyTorch", "weight_decay of SGD, Adam: the gradient λθ, so the same λ; on all parameters unless groups say otherwise")]
[Convention("Keras", "regularizers.L2(l2) is λ‖θ‖² without the half: l2(2e-4) here is L2(1e-4) there")]
[Convention("Optax", "add_decayed_weights: the gradient λθ, so the same λ")]
[Convention("the lecture", "λ Σw² without the half: l2(2λ) here")]
public readonly record struct L2(
    [Param("factor of the penalty", Min = 0)] double Strength,
    [Param("which parameters: weights has no biases and norms")] PenaltyScope On = PenaltyScope.Weights) : IElementPenalty<L2>
{
    /// <inheritdoc/>
    public T At<T>(T θ) where T : struct, IReal<T> => T.Half * T.Parameter(Strength, "λ") * (θ * θ);

    /// <inheritdoc/>
    public T Prox<T>(T z, T step) where T : struct, IReal<T> => z / (T.One + step * T.Parameter(Strength, "λ"));
}
