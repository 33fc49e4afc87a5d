namespace Gradus.Optimizers;

/// <summary>
/// AdamW: Adam with decoupled weight decay, θ ← θ(1 − ηλ) − η m̂ / (√v̂ + ε). Loshchilov, Hutter (2019), algorithm 2.
/// </summary>
/// <param name="Lr">η: the learning rate.</param>
/// <param name="Beta1">β₁: how slowly the mean forgets.</param>
/// <param name="Beta2">β₂: how slowly the mean of squares forgets.</param>
/// <param name="Eps">ε: keeps the quotient finite.</param>
/// <param name="WeightDecay">λ: each step shrinks θ by ηλ of itself, whatever the gradient.</param>
/// <param name="Amsgrad">Whether to divide by the largest v so far.</param>
/// <param name="Maximize">Whether to climb instead of descend; decay still shrinks.</param>
[Method("adamw", "Adam with weight decay that decays weights",
    Choose = "The default of modern deep learning, transformers above all; tune lr first, then weightDecay.",
    Source = "Loshchilov, Hutter 2019, algorithm 2")]
[Convention("PyTorch", "AdamW: the same, lr = 0.001, weight_decay = 0.01, multiplied by the rate. (TorchSharp's own default is 0)")]
[Convention("Keras", "AdamW: weight_decay = 0.004, multiplied by the rate; ε = 1e-7 before the bias correction")]
[Convention("Optax", "adamw: weight_decay = 1e-4, multiplied by the rate and added to the step: the same; the rate must be given")]
[Convention("timm", "adamw: weight_decay = 0.01; with corrected_weight_decay it is multiplied by η²/η_max")]
[Convention("transformers", "its own AdamW of before PyTorch's: ε = 1e-6, weight_decay = 0, the decay after the step; correct_bias = False leaves the corrections away, as the original BERT")]
[Convention("the paper", "θ ← θ − η_t(α m̂/(√v̂ + ε) + λθ): only the schedule's factor η_t multiplies the decay, not the base rate α")]
public sealed record AdamW(
    [Param("learning rate", Min = 0)] double Lr = 1e-3,
    [Param("how slowly the mean forgets", Min = 0, Max = 1, BelowMax = true)] double Beta1 = 0.9,
    [Param("how slowly the mean of squares forgets", Min = 0, Max = 1, BelowMax = true)] double Beta2 = 0.999,
    [Param("keeps the quotient finite", Min = 0)] double Eps = 1e-8,
    [Param("decoupled decay; a step shrinks weights by lr·weightDecay", Min = 0)] double WeightDecay = 1e-2,
    [Param("divide by the largest second moment so far")] bool Amsgrad = false,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr)
{
    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user)
    {
        Descent<T> descent = new(weightDecay: 0, Maximize);
        MomentUpdate<T> moments = new(Beta1, Beta2, Eps, at);
        double shrink = at.Rate * WeightDecay;
        if (Amsgrad)
        {
            user.Run<DecoupledDecay<Adam.MaxRule<T>, MaxMoments<T>, T>, MaxMoments<T>>(new(new(descent, moments), shrink));
        }
        else
        {
            user.Run<DecoupledDecay<Adam.Rule<T>, Moments<T>, T>, Moments<T>>(new(new(descent, moments), shrink));
        }
    }
}
