namespace Gradus.Optimizers;

/// <summary>Takes no step where any gradient is NaN or infinite: weights and state stay as they are.</summary>
[Method("skipNonFinite", "takes no step where a gradient is NaN or infinite",
    Choose = "In mixed precision, or where a rare batch breaks the loss; a run that skips often has another problem.",
    Source = "Micikevicius et al. 2018, section 3.2")]
[Convention("Optax", "apply_if_finite: gives up after a number of skipped steps in a row")]
public sealed record SkipNonFinite : Wrapper
{
    /// <inheritdoc/>
    public override Needs Needs => Needs.Gradient | Needs.Whole;

    /// <inheritdoc/>
    public override string? Refusal(Measures whole) => whole.IsFinite ? null : "a gradient is NaN or infinite";

    internal override string? Complaint(ElementwiseOptimizer rule, int place) => place > 0 && rule.Wrappers.Take(place).Any(other => other is not (TrailingWrapper or Decay or Cautious or GroupingWrapper or Freeze or Accumulate or Sam or SkipNonFinite))
        ? "it looks at the gradient as it comes: write it first"
        : null;
}
