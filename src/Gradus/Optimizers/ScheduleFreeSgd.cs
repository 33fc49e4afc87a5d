using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// Schedule-free gradient descent: z ← z − ηₜ∇L(y), x ← (1 − cₜ)x + cₜz, y = (1 − β)z + βx. Averaging takes the place of a
/// decaying rate, so that the number of steps need not be known. Defazio et al. (2024), eq. 4-6.
/// </summary>
/// <remarks>
/// The parameter is y while training; x, which <see cref="Average{T, TState}"/> gives, is the one to evaluate. The weights
/// cₜ follow the optimizer's own warmup; a schedule from outside moves the steps of z but not the weights, and a rising or
/// decaying one is best left out.
/// </remarks>
/// <param name="Lr">η: the learning rate, reached after the warmup and kept.</param>
/// <param name="Momentum">β: how much of the average is in the point where the gradient is taken.</param>
/// <param name="Warmup">Over how many steps the rate rises linearly: step t, from 1, uses η·min(1, t/warmup).</param>
/// <param name="WeightDecay">λ: added to the gradient as λy.</param>
/// <param name="Maximize">Whether to climb instead of descend; weight decay still shrinks.</param>
[Method("scheduleFreeSgd", "gradient descent whose running average takes the place of a schedule",
    Choose = "Where the length of training is open. Rates 10 to 50 times those of plain sgd are usual; leave schedules away, use warmup, and evaluate at the average.",
    Source = "Defazio et al. 2024 (The Road Less Scheduled), eq. 4-6")]
[Convention("the authors' PyTorch code", "SGDScheduleFree: the same, lr = 1.0, weight_lr_power = 2 and r = 0; weights follow the largest rate so far, which differs where a schedule from outside rises. train() and eval() swap by hand")]
[Convention("Keras", "ScheduleFreeSGD: beta_1 is the momentum β, learning_rate = 0.0025; each step weighs as the square of its own rate. Decay is coupled; the average is swapped in at the end of fit")]
[Convention("Optax", "contrib.schedule_free_sgd: b1 is the momentum β, learning_rate = 1, weight_lr_power = 2; schedule_free_eval_params gives the average")]
public sealed record ScheduleFreeSgd(
    [Param("learning rate", Min = 0)] double Lr = 1,
    [Param("share of the average in the point of the gradient", Min = 0, Max = 1, AboveMin = true)] double Momentum = 0.9,
    [Param("steps over which the rate rises; 0 for none", Min = 0)] int Warmup = 0,
    [Param("L2 penalty, added to the gradient", Min = 0)] double WeightDecay = 0,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr), IAveragingOptimizer
{
    /// <inheritdoc/>
    public override bool KeepsExact(int slot) => true;

    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user) => user.Run<Rule<T>, Base<T>>(new(this, at));

    /// <inheritdoc/>
    public T Average<T, TState>(T θ, TState s) where T : struct, IReal<T> where TState : struct, IState<TState, T> =>
        (θ - T.Parameter(1 - Momentum, "(1 − β)") * s[0]) / T.Parameter(Momentum, "β");

    private readonly struct Rule<T>(ScheduleFreeSgd sgd, StepContext at) : IUpdateRule<T, Base<T>> where T : struct, IReal<T>
    {
        private readonly Descent<T> _descent = new(sgd.WeightDecay, sgd.Maximize);
        private readonly ScheduleFree<T> _sequences = new(sgd.Momentum, sgd.Warmup, at);

        public void Step(ref T θ, T g, ref Base<T> s)
        {
            s.z = _sequences.Begin(θ, s.z);
            _sequences.Step(ref θ, _descent.Gradient(θ, g), ref s.z);
        }
    }
}
