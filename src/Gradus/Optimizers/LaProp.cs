using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// LaProp: v ← β₂v + (1 − β₂)g², m ← β₁m + (1 − β₁) g / (√v̂ + ε), θ ← θ − η m̂ with v̂ = v/(1 − β₂ᵗ), m̂ = m/(1 − β₁ᵗ).
/// Ziyin, Wang, Ueda (2020), algorithm 1: Adam that scales each gradient before it averages them, so that no β₁ and β₂
/// clash; β₁ = 0 is RMSprop with its bias corrected, β₂ = 0 averages the signs of gradients.
/// </summary>
/// <param name="Lr">η: the learning rate.</param>
/// <param name="Beta1">β₁: how slowly the mean forgets (μ in the paper).</param>
/// <param name="Beta2">β₂: how slowly the mean of squares forgets (ν in the paper).</param>
/// <param name="Eps">ε: keeps the quotient finite; much smaller than Adam's.</param>
/// <param name="WeightDecay">λ: weight decay; θ ← θ(1 − ηλ) where decoupled, otherwise added to the gradient as λθ.</param>
/// <param name="Decoupled">Whether decay is decoupled.</param>
/// <param name="Maximize">Whether to climb instead of descend; decay still shrinks.</param>
[Method("laprop", "Adam that scales each gradient first and averages after",
    Choose = "In place of adam where training is noisy or beta1 must be larger than beta2 allows: the two may be tuned apart.",
    Source = "Ziyin, Wang, Ueda 2020, algorithm 1")]
[Convention("the authors' PyTorch code", "LaProp: lr = 4e-4, betas = (0.9, 0.999), eps = 1e-15; the rate enters the mean, the same at a constant rate. Decay comes after the step and is λ itself, not times the rate")]
[Convention("timm", "LaProp: as the authors' code, but decay is times the rate, still after the step")]
[Convention("PyTorch, Keras and Optax", "no such rule")]
public sealed record LaProp(
    [Param("learning rate", Min = 0)] double Lr = 4e-4,
    [Param("how slowly the mean forgets", Min = 0, Max = 1, BelowMax = true)] double Beta1 = 0.9,
    [Param("how slowly the mean of squares forgets", Min = 0, Max = 1, BelowMax = true)] double Beta2 = 0.999,
    [Param("keeps the quotient finite", Min = 0)] double Eps = 1e-15,
    [Param("weight decay", Min = 0)] double WeightDecay = 0,
    [Param("shrink the weights by lr·weightDecay instead of adding to the gradient")] bool Decoupled = true,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr)
{
    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user) =>
        user.Run<DecoupledDecay<Rule<T>, Moments<T>, T>, Moments<T>>(new(new(this, at), Decoupled ? at.Rate * WeightDecay : 0));

    private readonly struct Rule<T>(LaProp laprop, StepContext at) : IUpdateRule<T, Moments<T>> where T : struct, IReal<T>
    {
        private readonly Descent<T> _descent = new(laprop.Decoupled ? 0 : laprop.WeightDecay, laprop.Maximize);
        private readonly RootQuotient<T> _over = new(laprop.Eps, inside: false);
        private readonly T β1 = T.Parameter(laprop.Beta1, "β₁"), _fresh1 = T.Parameter(1 - laprop.Beta1, "(1 − β₁)");
        private readonly T β2 = T.Parameter(laprop.Beta2, "β₂"), _fresh2 = T.Parameter(1 - laprop.Beta2, "(1 − β₂)");
        private readonly T η = T.Parameter(at.Rate / (1 - Math.Pow(laprop.Beta1, at.Step)), "η/(1 − β₁ᵗ)");
        private readonly T _rootBias = T.Parameter(1 / Math.Sqrt(1 - Math.Pow(laprop.Beta2, at.Step)), "1/√(1 − β₂ᵗ)");

        public void Step(ref T θ, T g, ref Moments<T> s)
        {
            g = _descent.Gradient(θ, g);
            s.v = β2 * s.v + _fresh2 * (g * g);
            s.m = β1 * s.m + _fresh1 * _over.Divide(g, s.v, _rootBias);
            θ -= η * s.m;
        }
    }
}
