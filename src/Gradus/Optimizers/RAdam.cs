using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// RAdam: with ρ∞ = 2/(1 − β₂) − 1 and ρₜ = ρ∞ − 2t β₂ᵗ/(1 − β₂ᵗ), steps of momentum θ ← θ − η m̂ until ρₜ > 5, then
/// Adam's with a rectification, θ ← θ − η rₜ m̂ √(1 − β₂ᵗ) / (√v + ε), rₜ² = (ρₜ − 4)(ρₜ − 2)ρ∞ / ((ρ∞ − 4)(ρ∞ − 2)ρₜ).
/// Liu et al. (2020), algorithm 2, which has 4 where PyTorch and the authors' code have 5.
/// </summary>
/// <param name="Lr">η: the learning rate.</param>
/// <param name="Beta1">β₁: how slowly the mean forgets.</param>
/// <param name="Beta2">β₂: how slowly the mean of squares forgets; up to 2/3, ρₜ never passes 5 and only momentum is left.</param>
/// <param name="Eps">ε: keeps the quotient finite; added to √v before its bias is corrected.</param>
/// <param name="WeightDecay">λ: added to the gradient as λθ, unless it is decoupled.</param>
/// <param name="DecoupledWeightDecay">Whether a step shrinks the weights by ηλ instead, as in AdamW.</param>
/// <param name="Maximize">Whether to climb instead of descend; decay still shrinks.</param>
[Method("radam", "Adam that warms up by itself while its second moment is uncertain",
    Choose = "Instead of adam with a warm-up, where the length of the warm-up is not worth tuning. The first few steps are unscaled: check them where gradients are large.",
    Source = "Liu, Jiang, He, Chen, Liu, Gao, Han 2020, algorithm 2")]
[Convention("PyTorch", "RAdam: the same, lr = 0.001, ε = 1e-8 before the correction of the bias of v; weight_decay is coupled unless decoupled_weight_decay")]
[Convention("TorchSharp", "RAdam multiplies the rectified step by the rate twice: its steps are lr times too short")]
[Convention("Keras", "no such rule")]
[Convention("Optax", "radam: rectifies from ρₜ ≥ threshold = 5, ε added after the correction of the bias of v; the rate must be given, no decay of its own")]
[Convention("the authors", "rectify from ρₜ ≥ 5 where the paper has ρₜ > 4; weight_decay is decoupled")]
public sealed record RAdam(
    [Param("learning rate", Min = 0)] double Lr = 1e-3,
    [Param("how slowly the mean forgets", Min = 0, Max = 1, BelowMax = true)] double Beta1 = 0.9,
    [Param("how slowly the mean of squares forgets", Min = 0, Max = 1, BelowMax = true)] double Beta2 = 0.999,
    [Param("keeps the quotient finite", Min = 0)] double Eps = 1e-8,
    [Param("L2 penalty, added to the gradient unless decoupled", Min = 0)] double WeightDecay = 0,
    [Param("shrink the weights by lr·weightDecay instead")] bool DecoupledWeightDecay = false,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr)
{
    /// <summary>Step 10 is rectified for every customary β₂; the first five are not.</summary>
    internal override long PrintedStep => 10;

    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user)
    {
        double r = Rectification(at.Step);
        if (r > 0) Run<T, Rectified<T>, TUser>(new(this, at, r), at, user);
        else Run<T, Momentum<T>, TUser>(new(this, at), at, user);
    }

    private void Run<T, TRule, TUser>(TRule rule, StepContext at, TUser user)
        where T : struct, IReal<T>
        where TRule : struct, IUpdateRule<T, Moments<T>>
        where TUser : struct, IRuleUser<T>
    {
        if (DecoupledWeightDecay) user.Run<DecoupledDecay<TRule, Moments<T>, T>, Moments<T>>(new(rule, at.Rate * WeightDecay));
        else user.Run<TRule, Moments<T>>(rule);
    }

    /// <summary>rₜ, or 0 as long as there is none.</summary>
    private double Rectification(long step)
    {
        double forgotten = Math.Pow(Beta2, step), longest = 2 / (1 - Beta2) - 1;
        double length = longest - 2 * step * forgotten / (1 - forgotten);
        return length > 5 ? Math.Sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)) : 0;
    }

    private Descent<T> Descent<T>() where T : struct, IReal<T> => new(DecoupledWeightDecay ? 0 : WeightDecay, Maximize);

    private readonly struct Momentum<T>(RAdam radam, StepContext at) : IUpdateRule<T, Moments<T>> where T : struct, IReal<T>
    {
        private readonly Descent<T> _descent = radam.Descent<T>();
        private readonly MomentUpdate<T> _moments = new(radam.Beta1, radam.Beta2, radam.Eps, at);
        private readonly T η = T.Parameter(at.Rate / (1 - Math.Pow(radam.Beta1, at.Step)), "η/(1 − β₁ᵗ)");

        public void Step(ref T θ, T g, ref Moments<T> s)
        {
            _moments.Take(_descent.Gradient(θ, g), ref s.m, ref s.v);
            θ -= η * s.m;
        }
    }

    private readonly struct Rectified<T>(RAdam radam, StepContext at, double r) : IUpdateRule<T, Moments<T>> where T : struct, IReal<T>
    {
        private readonly Descent<T> _descent = radam.Descent<T>();
        private readonly MomentUpdate<T> _moments = new(radam.Beta1, radam.Beta2, radam.Eps, at);
        private readonly RootQuotient<T> _over = new(radam.Eps, inside: false);
        private readonly T η = T.Parameter(
            at.Rate * r * Math.Sqrt(1 - Math.Pow(radam.Beta2, at.Step)) / (1 - Math.Pow(radam.Beta1, at.Step)), "ηrₜ√(1 − β₂ᵗ)/(1 − β₁ᵗ)");

        public void Step(ref T θ, T g, ref Moments<T> s)
        {
            _moments.Take(_descent.Gradient(θ, g), ref s.m, ref s.v);
            θ -= η * _over.Divide(s.m, s.v);
        }
    }
}
