using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// ADOPT: the gradient is divided by the second moment of the steps before it, and only then averaged:
/// u = clip(g / max(√v, ε), ±cₜ), m ← β₁m + (1 − β₁)u, θ ← θ − ηm, v ← β₂v + (1 − β₂)g². The first step sets v = g² and
/// moves nothing. Converges for every β₂. Taniguchi et al. (2024), algorithm 2.
/// </summary>
/// <param name="Lr">η: the learning rate.</param>
/// <param name="Beta1">β₁: how slowly the mean forgets.</param>
/// <param name="Beta2">β₂: how slowly the mean of squares forgets.</param>
/// <param name="Eps">ε: the least divisor.</param>
/// <param name="Clip">Whether to clip the divided gradient at ±cₜ.</param>
/// <param name="ClipExponent">How the bound grows: cₜ = (t − 1)^clipExponent at step t, counted from 1.</param>
/// <param name="WeightDecay">λ: weight decay; added to the gradient as λθ unless decoupled.</param>
/// <param name="Decoupled">Whether decay is θ ← θ(1 − ηλ) instead.</param>
/// <param name="Maximize">Whether to climb instead of descend; decay still shrinks.</param>
[Method("adopt", "Adam that divides by the past second moment first and averages after",
    Choose = "In place of adam where beta2 is hard to tune or training is noisy; it converges for any beta2.",
    Source = "Taniguchi et al. 2024, algorithm 2")]
[Convention("the authors' PyTorch code", "ADOPT: the same with clip_lambda = step^0.25, their count of steps being t − 1; weight_decay is coupled unless decouple")]
[Convention("timm", "Adopt: the same, clip_exp = 0.333; weight decay is coupled, with `decoupled` as in AdamW")]
[Convention("PyTorch and Keras", "no such rule")]
[Convention("Optax", "contrib.adopt: clipping at step^0.25 that can be left away, nesterov on request; no decay of its own, the rate must be given")]
public sealed record Adopt(
    [Param("learning rate", Min = 0)] double Lr = 1e-3,
    [Param("how slowly the mean forgets", Min = 0, Max = 1, BelowMax = true)] double Beta1 = 0.9,
    [Param("how slowly the mean of squares forgets", Min = 0, Max = 1, BelowMax = true)] double Beta2 = 0.9999,
    [Param("the least divisor", Min = 0)] double Eps = 1e-6,
    [Param("clip the divided gradient")] bool Clip = true,
    [Param("the bound of clipping is the step to this power", Min = 0)] double ClipExponent = 0.333,
    [Param("weight decay, added to the gradient unless decoupled", Min = 0)] double WeightDecay = 0,
    [Param("shrink the weights by lr·weightDecay instead")] bool Decoupled = false,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr)
{
    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user)
    {
        // The first step moves nothing, so neither does decay.
        double shrink = Decoupled && at.Step > 1 ? at.Rate * WeightDecay : 0;
        user.Run<DecoupledDecay<Rule<T>, Moments<T>, T>, Moments<T>>(new(new(this, at), shrink));
    }

    private readonly struct Rule<T>(Adopt adopt, StepContext at) : IUpdateRule<T, Moments<T>> where T : struct, IReal<T>
    {
        private readonly Descent<T> _descent = new(adopt.Decoupled ? 0 : adopt.WeightDecay, adopt.Maximize);
        private readonly bool _isFirst = at.Step == 1, _clips = adopt.Clip;
        private readonly T η = T.Parameter(at.Rate, "η"), ε = T.Parameter(adopt.Eps, "ε");
        private readonly T β1 = T.Parameter(adopt.Beta1, "β₁"), _fresh1 = T.Parameter(1 - adopt.Beta1, "(1 − β₁)");
        private readonly T β2 = T.Parameter(adopt.Beta2, "β₂"), _fresh2 = T.Parameter(1 - adopt.Beta2, "(1 − β₂)");
        private readonly T c = T.Parameter(Math.Pow(at.Step - 1, adopt.ClipExponent), "cₜ");

        public void Step(ref T θ, T g, ref Moments<T> s)
        {
            g = _descent.Gradient(θ, g);
            if (_isFirst)
            {
                s.v = g * g;
                return;
            }

            T u = g / T.Max(T.Sqrt(s.v), ε);
            if (_clips) u = T.Min(T.Max(u, -c), c);
            s.m = β1 * s.m + _fresh1 * u;
            s.v = β2 * s.v + _fresh2 * (g * g);
            θ -= η * s.m;
        }
    }
}
