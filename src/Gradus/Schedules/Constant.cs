namespace Gradus.Schedules;

/// <summary>The factor 1 throughout.</summary>
/// <param name="Steps">How long, where something follows; without end where null.</param>
[Method("constant", "the full rate, unchanged",
    Choose = "A baseline, short experiments, and the plateau between a warmup and a decay.")]
[Convention("PyTorch", "no scheduler; ConstantLR(factor) starts with a smaller rate, which is another thing")]
[Convention("Keras", "a number in place of a schedule")]
[Convention("Optax", "constant_schedule: the same, in rates instead of factors")]
public sealed record Constant(
    [Param("how long, where something follows; without end unless given", Min = 0)] Length? Steps = null) : Schedule
{
    /// <inheritdoc/>
    public override long? Duration => Steps is null ? null : Known(Steps);

    /// <inheritdoc/>
    public override bool Ends => Steps is not null;

    /// <inheritdoc/>
    public override Schedule Fit(ref Room room) => Steps is null ? this : this with { Steps = room.Take(Steps) };

    /// <inheritdoc/>
    protected override double Evaluate(long step) => 1;
}
