namespace Gradus.Schedules;

/// <summary>A straight line between two factors: from + (to − from)·i/n at step i &lt; n, then to.</summary>
/// <param name="Steps">n: how long it takes; the rest of the run where null.</param>
/// <param name="From">The factor at step 0.</param>
/// <param name="To">The factor from step n on.</param>
[Method("linear", "a straight line between two factors",
    Choose = "Fine-tuning, and runs of known length in general: linear decay to 0 after a warmup is hard to beat.",
    Source = "Devlin et al. 2019, §A.2; Defazio et al. 2023")]
[Convention("PyTorch", "LinearLR(start_factor=from, end_factor=to, total_iters=steps): the same")]
[Convention("Keras", "PolynomialDecay(power=1): the same, in rates instead of factors")]
[Convention("Optax", "linear_schedule: the same, in rates instead of factors")]
public sealed record Linear(
    [Param("how long it takes; the rest of the run unless given", Min = 0)] Length? Steps = null,
    [Param("factor at the start", Min = 0)] double From = 1,
    [Param("factor at the end and after it", Min = 0)] double To = 0) : Stretch(Steps)
{
    /// <inheritdoc/>
    protected override double Along(double share) => From + (To - From) * share;

    /// <inheritdoc/>
    protected override double Last => To;
}
