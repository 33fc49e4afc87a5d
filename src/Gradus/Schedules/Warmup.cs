namespace Gradus.Schedules;

/// <summary>
/// A straight line from a small factor to 1: from + (1 − from)·i/n at step i &lt; n, then 1. Goyal et al. (2017), §2.2.
/// </summary>
/// <param name="Steps">n: how long it takes.</param>
/// <param name="From">The factor at step 0.</param>
[Method("warmup", "a straight climb to the full rate",
    Choose = "The first few hundred steps of almost any run with adaptive optimizers, large batches or transformers: statistics settle before the steps get large.",
    Source = "Goyal et al. 2017, §2.2")]
[Convention("PyTorch", "LinearLR(start_factor=from, total_iters=steps): the same, but start_factor may not be 0")]
[Convention("Keras", "CosineDecay(warmup_steps): the same line, built into the decay")]
[Convention("Optax", "warmup_constant_schedule: the same")]
public sealed record Warmup(
    [Param("how long the climb takes", Min = 0)] Length? Steps,
    [Param("factor at the first step", Min = 0)] double From = 0) : Stretch(Steps)
{
    /// <inheritdoc/>
    protected override double Along(double share) => From + (1 - From) * share;

    /// <inheritdoc/>
    protected override double Last => 1;
}
