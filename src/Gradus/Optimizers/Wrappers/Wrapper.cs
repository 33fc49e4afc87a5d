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

    /// <summary>Whether the totals over all tensors are those of the gradient as it comes to this wrapper.</summary>
    internal virtual bool TakesTotal => Needs.HasFlag(Needs.Whole);

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

/// <summary>
/// What wrappers do to one step of one tensor: the rule sees g ← clamp(scale · g − shift), and of its update u the share that
/// is kept is multiplied by <see cref="UpdateScale"/>.
/// </summary>
public readonly record struct Adjustment()
{
    /// <summary>Multiplies the gradient.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>What that number is called in a printed formula.</summary>
    public string ScaleName { get; init; } = "";

    /// <summary>Is subtracted from the gradient then.</summary>
    public double Shift { get; init; }

    /// <summary>No element of the gradient is larger than this in the end.</summary>
    public double Limit { get; init; } = double.PositiveInfinity;

    /// <summary>The weights shrink to this share of themselves before the rule.</summary>
    public double Keep { get; init; } = 1;

    /// <summary>Whether updates that point up the gradient are dropped.</summary>
    public bool IsCautious { get; init; }

    /// <summary>Multiplies the update.</summary>
    public double UpdateScale { get; init; } = 1;

    /// <summary>Whether the rule acts as if it were alone.</summary>
    public bool IsNothing => this == new Adjustment() with { ScaleName = ScaleName };

    /// <summary>The same after the gradient has been scaled once more, on top of all so far.</summary>
    /// <param name="factor">By how much.</param>
    /// <param name="name">What the factor is called.</param>
    public Adjustment Scaled(double factor, string name) => this with
    {
        Scale = Scale * factor,
        Shift = Shift * factor,
        ScaleName = ScaleName.Length == 0 ? name : $"{ScaleName}·{name}",
    };
}
