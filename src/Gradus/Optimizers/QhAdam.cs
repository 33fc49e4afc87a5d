using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// QHAdam, Adam with quasi-hyperbolic means: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g²,
/// θ ← θ − η((1 − ν₁)g + ν₁m̂) / (√((1 − ν₂)g² + ν₂v̂) + ε) with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ).
/// Ma, Yarats (2019), eq. 15-19. ν₁ = ν₂ = 1 is Adam.
/// </summary>
/// <param name="Lr">η: the learning rate.</param>
/// <param name="Beta1">β₁: how slowly the mean forgets.</param>
/// <param name="Beta2">β₂: how slowly the mean of squares forgets.</param>
/// <param name="Nu1">ν₁: how much of the numerator is the mean; the rest is the gradient itself.</param>
/// <param name="Nu2">ν₂: how much of the denominator is the mean of squares; the rest is this gradient's.</param>
/// <param name="Eps">ε: keeps the quotient finite.</param>
/// <param name="WeightDecay">λ: weight decay; added to the gradient as λθ unless decoupled.</param>
/// <param name="Decoupled">Whether decay is θ ← θ(1 − ηλ) instead.</param>
/// <param name="Maximize">Whether to climb instead of descend; decay still shrinks.</param>
[Method("qhadam", "Adam whose step mixes the gradient itself with its means",
    Choose = "In place of adam where training is unstable: nu2 a little below 1 bounds a step.",
    Source = "Ma, Yarats 2019, section 4")]
[Convention("the authors' PyTorch code", "QHAdam: the same, betas = (0.9, 0.999) and nus = (1.0, 1.0), which is Adam; these defaults are the paper's advice. decouple_weight_decay is `decoupled`")]
[Convention("PyTorch, Keras and Optax", "no such rule")]
public sealed record QhAdam(
    [Param("learning rate", Min = 0)] double Lr = 1e-3,
    [Param("how slowly the mean forgets", Min = 0, Max = 1, BelowMax = true)] double Beta1 = 0.995,
    [Param("how slowly the mean of squares forgets", Min = 0, Max = 1, BelowMax = true)] double Beta2 = 0.999,
    [Param("share of the mean in the numerator", Min = 0, Max = 1)] double Nu1 = 0.7,
    [Param("share of the mean of squares in the denominator", Min = 0, Max = 1)] double Nu2 = 1,
    [Param("keeps the quotient finite", Min = 0)] double Eps = 1e-8,
    [Param("weight decay, added to the gradient unless decoupled", Min = 0)] double WeightDecay = 0,
    [Param("shrink the weights by lr·weightDecay instead")] bool Decoupled = false,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr)
{
    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user) =>
        user.Run<DecoupledDecay<Rule<T>, Moments<T>, T>, Moments<T>>(new(new(this, at), Decoupled ? at.Rate * WeightDecay : 0));

    private readonly struct Rule<T>(QhAdam adam, StepContext at) : IUpdateRule<T, Moments<T>> where T : struct, IReal<T>
    {
        private readonly Descent<T> _descent = new(adam.Decoupled ? 0 : adam.WeightDecay, adam.Maximize);
        private readonly RootQuotient<T> _over = new(adam.Eps, inside: false);
        private readonly T η = T.Parameter(at.Rate, "η");
        private readonly T β1 = T.Parameter(adam.Beta1, "β₁"), _fresh1 = T.Parameter(1 - adam.Beta1, "(1 − β₁)");
        private readonly T β2 = T.Parameter(adam.Beta2, "β₂"), _fresh2 = T.Parameter(1 - adam.Beta2, "(1 − β₂)");
        private readonly T _plain1 = T.Parameter(1 - adam.Nu1, "(1 − ν₁)"), _plain2 = T.Parameter(1 - adam.Nu2, "(1 − ν₂)");
        private readonly T _mean = T.Parameter(adam.Nu1 / (1 - Math.Pow(adam.Beta1, at.Step)), "ν₁/(1 − β₁ᵗ)");
        private readonly T _square = T.Parameter(adam.Nu2 / (1 - Math.Pow(adam.Beta2, at.Step)), "ν₂/(1 − β₂ᵗ)");

        public void Step(ref T θ, T g, ref Moments<T> s)
        {
            g = _descent.Gradient(θ, g);
            s.m = β1 * s.m + _fresh1 * g;
            s.v = β2 * s.v + _fresh2 * (g * g);
            θ -= η * _over.Divide(_plain1 * g + _mean * s.m, _plain2 * (g * g) + _square * s.v);
        }
    }
}
