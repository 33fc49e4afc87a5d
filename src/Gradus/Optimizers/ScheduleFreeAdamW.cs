using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// Schedule-free AdamW: v ← β₂v + (1 − β₂)g², u = g / (√v̂ + ε) + λy, z ← z − ηₜu, x ← (1 − cₜ)x + cₜz, y = (1 − β)z + βx
/// with v̂ = v/(1 − β₂ᵗ). Defazio et al. (2024), algorithm 1.
/// </summary>
/// <remarks>
/// The parameter is y while training; x, which <see cref="Average{T, TState}"/> gives, is the one to evaluate. The weights
/// cₜ follow the optimizer's own warmup; a schedule from outside moves the steps of z but not the weights, and a rising or
/// decaying one is best left out.
/// </remarks>
/// <param name="Lr">η: the learning rate, reached after the warmup and kept.</param>
/// <param name="Momentum">β: how much of the average is in the point where the gradient is taken (β₁ of the paper).</param>
/// <param name="Beta2">β₂: how slowly the mean of squares forgets.</param>
/// <param name="Eps">ε: keeps the quotient finite.</param>
/// <param name="Warmup">Over how many steps the rate rises linearly: step t, from 1, uses η·min(1, t/warmup).</param>
/// <param name="WeightDecay">λ: decoupled decay, taken at y: z moves by −ηₜλy.</param>
/// <param name="Maximize">Whether to climb instead of descend; decay still shrinks.</param>
[Method("scheduleFreeAdamW", "AdamW whose running average takes the place of a schedule",
    Choose = "Where the length of training is open, or to do without tuning a schedule. Rates 1 to 10 times those of adamw; use warmup, and evaluate at the average.",
    Source = "Defazio et al. 2024 (The Road Less Scheduled), algorithm 1")]
[Convention("the paper", "the bias correction of v multiplies the rate and so enters the averaging weights as well; here it divides v only, as in the authors' current code")]
[Convention("the authors' PyTorch code", "AdamWScheduleFree: the same, lr = 2.5e-3, betas = (0.9, 0.999), weight_lr_power = 2 and r = 0; weights follow the largest rate so far, which differs where a schedule from outside rises. train() and eval() swap by hand")]
[Convention("Keras", "ScheduleFreeAdamW: beta_1 is the momentum β, learning_rate = 0.0025; step t weighs 1/t, in the warmup too, and decay is θ ← θ(1 − ηλ) before the step. swap_to_train and swap_to_eval by hand")]
[Convention("Optax", "contrib.schedule_free_adamw: b1 is the momentum β, learning_rate = 0.0025, warmup_steps; schedule_free_eval_params gives the average")]
public sealed record ScheduleFreeAdamW(
    [Param("learning rate", Min = 0)] double Lr = 2.5e-3,
    [Param("share of the average in the point of the gradient", Min = 0, Max = 1, AboveMin = true)] double Momentum = 0.9,
    [Param("how slowly the mean of squares forgets", Min = 0, Max = 1, BelowMax = true)] double Beta2 = 0.999,
    [Param("keeps the quotient finite", Min = 0)] double Eps = 1e-8,
    [Param("steps over which the rate rises; 0 for none", Min = 0)] int Warmup = 0,
    [Param("decoupled decay, taken where the gradient is", Min = 0)] double WeightDecay = 0,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr), IAveragingOptimizer
{
    /// <inheritdoc/>
    public override bool KeepsExact(int slot) => slot == 1;

    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user) => user.Run<Rule<T>, SquaresAndBase<T>>(new(this, at));

    /// <inheritdoc/>
    public T Average<T, TState>(T θ, TState s) where T : struct, IReal<T> where TState : struct, IState<TState, T> =>
        (θ - T.Parameter(1 - Momentum, "(1 − β)") * s[1]) / T.Parameter(Momentum, "β");

    private readonly struct Rule<T>(ScheduleFreeAdamW adam, StepContext at) : IUpdateRule<T, SquaresAndBase<T>> where T : struct, IReal<T>
    {
        private readonly Descent<T> _descent = new(weightDecay: 0, adam.Maximize);
        private readonly ScheduleFree<T> _sequences = new(adam.Momentum, adam.Warmup, at);
        private readonly RootQuotient<T> _over = new(adam.Eps, inside: false);
        private readonly T β2 = T.Parameter(adam.Beta2, "β₂"), _fresh2 = T.Parameter(1 - adam.Beta2, "(1 − β₂)");
        private readonly T _rootBias = T.Parameter(1 / Math.Sqrt(1 - Math.Pow(adam.Beta2, at.Step)), "1/√(1 − β₂ᵗ)");
        private readonly T λ = adam.WeightDecay == 0 ? T.Zero : T.Parameter(adam.WeightDecay, "λ");

        public void Step(ref T θ, T g, ref SquaresAndBase<T> s)
        {
            s.z = _sequences.Begin(θ, s.z);
            g = _descent.Gradient(θ, g);
            s.v = β2 * s.v + _fresh2 * (g * g);
            _sequences.Step(ref θ, _over.Divide(g, s.v, _rootBias) + λ * θ, ref s.z);
        }
    }
}
