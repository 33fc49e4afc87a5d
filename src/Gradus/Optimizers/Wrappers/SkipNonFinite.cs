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

    /// <summary>What is NaN or infinite remains so, wherever the total is taken.</summary>
    internal override bool TakesTotal => false;

    /// <inheritdoc/>
    public override string? Refusal(Measures whole) => whole.IsFinite ? null : "a gradient is NaN or infinite";
}
