using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// Adam: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − η m̂ / (√v̂ + ε) with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ).
/// Kingma, Ba (2015), algorithm 1. Weight decay adds λθ to the gradient.
/// </summary>
/// <param name="Lr">η: the learning rate.</param>
/// <param name="Beta1">β₁: how slowly the mean forgets.</param>
/// <param name="Beta2">β₂: how slowly the mean of squares forgets.</param>
/// <param name="Eps">ε: keeps the quotient finite.</param>
/// <param name="WeightDecay">λ: added to the gradient as λθ; scaled by 1/√v̂ like the rest of it.</param>
/// <param name="Amsgrad">Whether to divide by the largest v so far. Reddi, Kale, Kumar (2018), algorithm 2.</param>
/// <param name="Maximize">Whether to climb instead of descend.</param>
[Method("adam", "momentum, scaled by the root mean square of the gradient",
    Choose = "A first choice that works without much tuning. For weight decay that decays weights, take adamw.",
    Source = "Kingma, Ba 2015, algorithm 1; amsgrad: Reddi, Kale, Kumar 2018, algorithm 2")]
[Convention("PyTorch", "Adam: the same, lr = 0.001, ε = 1e-8 outside the root; weight_decay is coupled (decoupled_weight_decay = True makes it AdamW). amsgrad takes the largest v before its bias correction, as here")]
[Convention("Keras", "Adam: learning_rate = 0.001, ε = 1e-7 is added before the bias correction of v (ε̂ of the paper's section 2), so that it weighs more in the first steps; weight_decay is decoupled")]
[Convention("Optax", "adam: the same, ε = 1e-8 outside; eps_root = 0 stands inside. The rate must be given, no decay of its own; amsgrad takes the largest v after its bias correction")]
public sealed record Adam(
    [Param("learning rate", Min = 0)] double Lr = 1e-3,
    [Param("how slowly the mean forgets", Min = 0, Max = 1, BelowMax = true)] double Beta1 = 0.9,
    [Param("how slowly the mean of squares forgets", Min = 0, Max = 1, BelowMax = true)] double Beta2 = 0.999,
    [Param("keeps the quotient finite", Min = 0)] double Eps = 1e-8,
    [Param("L2 penalty, added to the gradient", Min = 0)] double WeightDecay = 0,
    [Param("divide by the largest second moment so far")] bool Amsgrad = false,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr)
{
    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user)
    {
        Descent<T> descent = new(WeightDecay, Maximize);
        MomentUpdate<T> moments = new(Beta1, Beta2, Eps, at);
        if (Amsgrad) user.Run<MaxRule<T>, MaxMoments<T>>(new(descent, moments));
        else user.Run<Rule<T>, Moments<T>>(new(descent, moments));
    }

    internal readonly struct Rule<T>(Descent<T> descent, MomentUpdate<T> moments) : IUpdateRule<T, Moments<T>>
        where T : struct, IReal<T>
    {
        public void Step(ref T θ, T g, ref Moments<T> s)
        {
            moments.Take(descent.Gradient(θ, g), ref s.m, ref s.v);
            θ -= moments.Step(s.m, s.v);
        }
    }

    internal readonly struct MaxRule<T>(Descent<T> descent, MomentUpdate<T> moments) : IUpdateRule<T, MaxMoments<T>>
        where T : struct, IReal<T>
    {
        public void Step(ref T θ, T g, ref MaxMoments<T> s)
        {
            moments.Take(descent.Gradient(θ, g), ref s.m, ref s.v);
            s.vMax = T.Max(s.vMax, s.v);
            θ -= moments.Step(s.m, s.vMax);
        }
    }
}
