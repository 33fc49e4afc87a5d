namespace Gradus.Schedules;

/// <summary>A staircase: factor^⌊i/every⌋.</summary>
/// <param name="Every">How long each stair is.</param>
/// <param name="Factor">What each stair multiplies the rate by.</param>
[Method("step", "multiplies the rate by a factor at regular intervals",
    Choose = "Classic image classification recipes, with stairs of tens of epochs; easy to reason about, seldom the best.",
    Source = "He et al. 2016, §3.4")]
[Convention("PyTorch", "StepLR(step_size=every, gamma=factor): the same, counted in epochs if stepped once per epoch")]
[Convention("Keras", "ExponentialDecay(staircase=True): the same")]
[Convention("Optax", "exponential_decay(staircase=True): the same")]
public sealed record Step(
    [Param("length of a stair", Min = 0, AboveMin = true)] Length Every,
    [Param("what each stair multiplies the rate by", Min = 0)] double Factor = 0.1) : Schedule
{
    /// <inheritdoc/>
    public override Schedule Fit(ref Room room) => this with { Every = room.Measure(Every) };

    /// <inheritdoc/>
    protected override double Evaluate(long step) => Math.Pow(Factor, step / Known(Every));
}
