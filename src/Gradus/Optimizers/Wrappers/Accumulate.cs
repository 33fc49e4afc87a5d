namespace Gradus.Optimizers;

/// <summary>Gradient accumulation: one step on the mean of k gradients, so that k small batches count as a large one.</summary>
/// <param name="Every">k.</param>
[Method("accumulate", "one step on the mean of several gradients",
    Choose = "Where the batch that is wanted does not fit into memory.",
    Source = "Goyal et al. 2017, section 2.1 (large minibatches)")]
[Convention("PyTorch", "by hand: divide the loss by k, step every k-th time")]
[Convention("Optax", "MultiSteps(every_k_schedule): the same mean")]
public sealed record Accumulate([Param("gradients to a step", Min = 1)] int Every) : Wrapper
{
    /// <inheritdoc/>
    public override Adjustment Adjust(Adjustment before, StepContext at) => before.Scaled(1.0 / Every, "1/k");

    internal override string? Complaint(ElementwiseOptimizer rule, int place) => place > 0 && rule.Wrappers.Take(place).Any(other => other is not (GroupingWrapper or Freeze))
        ? "everything else looks at the mean of the gradients: write it first"
        : null;
}
