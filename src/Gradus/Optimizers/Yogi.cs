using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// Yogi: m ← β₁m + (1 − β₁)g, v ← v − (1 − β₂) sign(v − g²) g², θ ← θ − η m̂ / (√v̂ + ε) with m̂ = m/(1 − β₁ᵗ),
/// v̂ = v/(1 − β₂ᵗ). Zaheer et al. (2018), algorithm 2: Adam whose second moment moves towards g² by a step of g²'s own
/// size, so that it falls slowly after large gradients. The paper has no bias correction; implementations do.
/// </summary>
/// <param name="Lr">η: the learning rate.</param>
/// <param name="Beta1">β₁: how slowly the mean forgets.</param>
/// <param name="Beta2">β₂: how slowly the second moment moves.</param>
/// <param name="Eps">ε: keeps the quotient finite, and how little the rates adapt; large on purpose.</param>
/// <param name="InitialAccumulator">What v starts from.</param>
/// <param name="WeightDecay">λ: weight decay; added to the gradient as λθ unless decoupled.</param>
/// <param name="Decoupled">Whether decay is θ ← θ(1 − ηλ) instead.</param>
/// <param name="Maximize">Whether to climb instead of descend; decay still shrinks.</param>
[Method("yogi", "Adam whose second moment forgets large gradients only slowly",
    Choose = "In place of adam where gradients are sparse and rare large ones matter, and in federated averaging; at up to 10 times adam's rate, because eps is large.",
    Source = "Zaheer, Reddi, Sachan, Kale, Kumar 2018, algorithm 2")]
[Convention("the paper", "no bias correction of m and v; v begins with the squared gradient of a large first batch")]
[Convention("PyTorch and Keras", "no such rule")]
[Convention("TensorFlow", "Federated build_yogi: epsilon = 1e-3 and initial_preconditioner_value = 1e-6 for v alone, as here; the correction of v multiplies the rate, so that ε stands before it. Addons' Yogi: learning_rate = 0.01")]
[Convention("Optax", "yogi: eps = 1e-3 outside the root; m starts from 1e-6 as well as v; no decay of its own, the rate must be given")]
[Convention("pytorch-optimizer", "Yogi: lr = 0.01, eps = 1e-3, initial_accumulator = 1e-6 for m and v; weight_decay is coupled")]
public sealed record Yogi(
    [Param("learning rate", Min = 0)] double Lr = 1e-2,
    [Param("how slowly the mean forgets", Min = 0, Max = 1, BelowMax = true)] double Beta1 = 0.9,
    [Param("how slowly the second moment moves", Min = 0, Max = 1, BelowMax = true)] double Beta2 = 0.999,
    [Param("keeps the quotient finite", Min = 0)] double Eps = 1e-3,
    [Param("start of the second moment", Min = 0)] double InitialAccumulator = 1e-6,
    [Param("weight decay, added to the gradient unless decoupled", Min = 0)] double WeightDecay = 0,
    [Param("shrink the weights by lr·weightDecay instead")] bool Decoupled = false,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr)
{
    /// <inheritdoc/>
    public override double InitialState(int slot) => slot == 1 ? InitialAccumulator : 0;

    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user) =>
        user.Run<DecoupledDecay<Rule<T>, Moments<T>, T>, Moments<T>>(new(new(this, at), Decoupled ? at.Rate * WeightDecay : 0));

    private readonly struct Rule<T>(Yogi yogi, StepContext at) : IUpdateRule<T, Moments<T>> where T : struct, IReal<T>
    {
        private readonly Descent<T> _descent = new(yogi.Decoupled ? 0 : yogi.WeightDecay, yogi.Maximize);
        private readonly MomentUpdate<T> _moments = new(yogi.Beta1, yogi.Beta2, yogi.Eps, at);
        private readonly T β1 = T.Parameter(yogi.Beta1, "β₁"), _fresh1 = T.Parameter(1 - yogi.Beta1, "(1 − β₁)");
        private readonly T _fresh2 = T.Parameter(1 - yogi.Beta2, "(1 − β₂)");

        public void Step(ref T θ, T g, ref Moments<T> s)
        {
            g = _descent.Gradient(θ, g);
            T square = g * g;
            s.m = β1 * s.m + _fresh1 * g;
            s.v -= _fresh2 * (T.Sign(s.v - square) * square);
            θ -= _moments.Step(s.m, s.v);
        }
    }
}
