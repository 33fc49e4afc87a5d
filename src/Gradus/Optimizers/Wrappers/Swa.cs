namespace Gradus.Optimizers;

/// <summary>
/// Stochastic weight averaging: from a step on, every k steps the weights join their plain average, which is the model to
/// evaluate and keep. Izmailov et al. (2018), algorithm 1.
/// </summary>
/// <remarks>Before it starts, the average is the weights themselves.</remarks>
/// <param name="Start">The step from which the average is taken.</param>
/// <param name="Every">k.</param>
[Method("swa", "evaluates the plain average of the weights from a step on",
    Choose = "At a rate that stays constant or cycles towards the end; once an epoch is enough.",
    Source = "Izmailov, Podoprikhin, Garipov, Vetrov, Wilson 2018, algorithm 1")]
[Convention("PyTorch", "AveragedModel with SWALR: update_parameters is called by hand, usually once an epoch")]
public sealed record Swa(
    [Param("the first step whose weights count", Min = 1)] long Start,
    [Param("steps between two weights that count", Min = 1)] long Every = 1) : TrailingWrapper
{
    /// <inheritdoc/>
    public override bool IsAverage => true;

    internal override long Settled => Start + 1;

    /// <inheritdoc/>
    public override Trail At(long step)
    {
        if (step <= Start) return new(1);
        (long earlier, long rest) = Math.DivRem(step - Start, Every);
        return rest == 0 ? new(1.0 / (earlier + 1)) { Name = "1/n" } : default;
    }
}
