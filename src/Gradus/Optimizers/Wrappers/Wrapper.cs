namespace Gradus.Optimizers;

/// <summary>
/// Something that stands around any elementwise rule: it changes the gradient before the rule sees it, or the update after.
/// <c>adamw(lr=3e-4) with clipNorm(1) with ema(0.999)</c>
/// </summary>
/// <remarks>All wrappers of a rule are folded into one <see cref="Adjustment"/>, so that they stay in the rule's one loop.</remarks>
public abstract record Wrapper : IMethod
{
    /// <summary>What it must know before a step.</summary>
    public virtual Needs Needs => Needs.None;

    /// <summary>Adds what this wrapper does in a step to what those before it do.</summary>
    /// <param name="before">What those before it do.</param>
    /// <param name="at">The step; <see cref="StepContext.Own"/> is measured of the gradient as those before it leave it.</param>
    public virtual Adjustment Adjust(Adjustment before, StepContext at) => before;

    /// <summary>Why no step must be taken with such gradients, as a sentence without its end; null where one may.</summary>
    /// <param name="whole">Measured of all gradients.</param>
    public virtual string? Refusal(Measures whole) => null;

    /// <summary>Why it cannot stand there, as a sentence without its end; null where it can.</summary>
    /// <param name="rule">The rule with all its wrappers.</param>
    /// <param name="place">This wrapper's place among them.</param>
    internal virtual string? Complaint(ElementwiseOptimizer rule, int place) => null;
}
