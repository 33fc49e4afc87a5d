namespace Gradus.Schedules;

/// <summary>A smooth exponential decay: rate^(i/every).</summary>
/// <param name="Rate">What the rate has been multiplied by after <paramref name="Every"/>.</param>
/// <param name="Every">How long that takes; one step where null.</param>
[Method("exponential", "shrinks the rate by the same share every step",
    Choose = "Runs of unknown length, reinforcement learning, and the learning-rate range test with a rate above 1.")]
[Convention("PyTorch", "ExponentialLR(gamma=rate): the same with every=1")]
[Convention("Keras", "ExponentialDecay(decay_steps=every, decay_rate=rate): the same")]
[Convention("Optax", "exponential_decay(transition_steps=every, decay_rate=rate): the same")]
public sealed record Exponential(
    [Param("what the rate is multiplied by after each interval", Min = 0, AboveMin = true)] double Rate,
    [Param("length of an interval; one step unless given", Min = 0, AboveMin = true)] Length? Every = null) : Schedule
{
    /// <inheritdoc/>
    public override Schedule Fit(ref Room room) => Every is { } every ? this with { Every = room.Measure(every) } : this;

    /// <inheritdoc/>
    protected override double Evaluate(long step) =>
        Math.Pow(Rate, Every is null ? step : (double)step / Known(Every));
}
