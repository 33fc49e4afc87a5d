namespace Gradus.Schedules;

/// <summary>
/// Half a cosine from 1 down to a floor: floor + (1 − floor)·(1 + cos(πi/n))/2 at step i &lt; n, then the floor.
/// Loshchilov, Hutter (2017), eq. 5, without restarts.
/// </summary>
/// <param name="Steps">n: how long it takes; the rest of the run where null.</param>
/// <param name="Floor">The factor at the end and after it.</param>
[Method("cosine", "half a cosine down to a floor",
    Choose = "The usual decay after a warmup when the length of the run is known: long at a high rate, gentle at the end.",
    Source = "Loshchilov, Hutter 2017, eq. 5")]
[Convention("PyTorch", "CosineAnnealingLR(T_max=steps, eta_min=floor·lr): the same up to T_max; beyond, PyTorch climbs again and this holds the floor")]
[Convention("Keras", "CosineDecay(decay_steps=steps, alpha=floor): the same")]
[Convention("Optax", "cosine_decay_schedule(decay_steps=steps, alpha=floor): the same")]
public sealed record Cosine(
    [Param("how long it takes; the rest of the run unless given", Min = 0)] Length? Steps = null,
    [Param("factor at the end and after it", Min = 0, Max = 1)] double Floor = 0) : Stretch(Steps)
{
    /// <inheritdoc/>
    protected override double Along(double share) => Floor + (1 - Floor) * (1 + Math.Cos(Math.PI * share)) / 2;

    /// <inheritdoc/>
    protected override double Last => Floor;
}
