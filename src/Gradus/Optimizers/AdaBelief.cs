using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// AdaBelief: m ← β₁m + (1 − β₁)g, s ← β₂s + (1 − β₂)(g − m)² + ε, θ ← θ − η m̂ / (√ŝ + ε). Zhuang et al. (2020),
/// algorithm 2: Adam that divides by how far gradients lie from their mean. ε stays in s, step after step.
/// </summary>
/// <param name="Lr">η: the learning rate.</param>
/// <param name="Beta1">β₁: how slowly the mean forgets.</param>
/// <param name="Beta2">β₂: how slowly the mean of squared deviations forgets.</param>
/// <param name="Eps">ε: keeps s positive and the quotient finite.</param>
/// <param name="WeightDecay">λ: decoupled as in AdamW, or added to the gradient as λθ.</param>
/// <param name="DecoupledWeightDecay">Whether a step shrinks the weights by ηλ; otherwise λθ joins the gradient.</param>
/// <param name="Maximize">Whether to climb instead of descend; decay still shrinks.</param>
[Method("adabelief", "Adam, scaled by how much gradients stray from their mean",
    Choose = "Where adam generalizes worse than sgd, or training is unstable (GANs in the paper). Sensitive to eps.",
    Source = "Zhuang, Tang, Ding, Tatikonda, Dvornek, Papademetris, Duncan 2020, algorithm 2")]
[Convention("the authors' PyTorch code", "AdaBelief: lr = 0.001, eps = 1e-16 and decoupled decay as here; their code also rectifies as radam does by default (rectify = True)")]
[Convention("timm", "adabelief: as the authors', decoupled_decay and rectify on")]
[Convention("PyTorch and Keras", "no such rule")]
[Convention("Optax", "adabelief: ε = 1e-16 outside the root, eps_root = 1e-16 in s, where the paper's stands; no rectification, no decay of its own, the rate must be given")]
public sealed record AdaBelief(
    [Param("learning rate", Min = 0)] double Lr = 1e-3,
    [Param("how slowly the mean forgets", Min = 0, Max = 1, BelowMax = true)] double Beta1 = 0.9,
    [Param("how slowly the mean of squared deviations forgets", Min = 0, Max = 1, BelowMax = true)] double Beta2 = 0.999,
    [Param("keeps the quotient finite", Min = 0)] double Eps = 1e-16,
    [Param("weight decay", Min = 0)] double WeightDecay = 0,
    [Param("shrink the weights by lr·weightDecay instead of adding to the gradient")] bool DecoupledWeightDecay = true,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr)
{
    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user)
    {
        Rule<T> rule = new(this, at);
        if (DecoupledWeightDecay) user.Run<DecoupledDecay<Rule<T>, Two<T, NamedM, NamedS>, T>, Two<T, NamedM, NamedS>>(new(rule, at.Rate * WeightDecay));
        else user.Run<Rule<T>, Two<T, NamedM, NamedS>>(rule);
    }

    private readonly struct NamedS : ISlotName
    {
        public static string Text => "s";
    }

    private readonly struct Rule<T>(AdaBelief belief, StepContext at) : IUpdateRule<T, Two<T, NamedM, NamedS>> where T : struct, IReal<T>
    {
        private readonly Descent<T> _descent = new(belief.DecoupledWeightDecay ? 0 : belief.WeightDecay, belief.Maximize);
        private readonly MomentUpdate<T> _moments = new(belief.Beta1, belief.Beta2, belief.Eps, at);
        private readonly T β1 = T.Parameter(belief.Beta1, "β₁"), _fresh1 = T.Parameter(1 - belief.Beta1, "(1 − β₁)");
        private readonly T β2 = T.Parameter(belief.Beta2, "β₂"), _fresh2 = T.Parameter(1 - belief.Beta2, "(1 − β₂)");
        private readonly T ε = T.Parameter(belief.Eps, "ε");

        public void Step(ref T θ, T g, ref Two<T, NamedM, NamedS> s)
        {
            ref T m = ref s.First, spread = ref s.Second;
            g = _descent.Gradient(θ, g);
            m = β1 * m + _fresh1 * g;
            T surprise = g - m;
            spread = β2 * spread + _fresh2 * (surprise * surprise) + ε;
            θ -= _moments.Step(m, spread);
        }
    }
}
