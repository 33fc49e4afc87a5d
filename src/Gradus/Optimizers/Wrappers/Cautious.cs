namespace Gradus.Optimizers;

/// <summary>
/// A cautious optimizer: of the rule's update u, elements that point up the gradient are dropped, and the rest is made longer by
/// the share that was dropped: u ← u · 1[u·g &lt; 0] / max(share, 0.001). Liang, Chen, Liu, Liu (2024), algorithm 1.
/// </summary>
/// <remarks>Decoupled weight decay is not part of the update: it shrinks every weight. To count the share, the rule looks at
/// every element once before it steps; without rescaling there is no second pass.</remarks>
/// <param name="Rescale">Whether the remaining elements are made longer, by the share within each tensor.</param>
[Method("cautious", "drops those elements of the update that point up the gradient",
    Choose = "Around a momentum rule such as adamw or lion: often faster, never with an update against its own gradient.",
    Source = "Liang, Chen, Liu, Liu 2024, algorithm 1")]
[Convention("timm", "caution = True: the same, the share being that of m·g > 0")]
public sealed record Cautious([Param("make the remaining elements longer by the share that was dropped")] bool Rescale = true) : Wrapper
{
    private const double LeastShare = 1e-3;

    /// <inheritdoc/>
    public override Needs Needs => Rescale ? Needs.Probe : Needs.None;

    /// <inheritdoc/>
    public override Adjustment Adjust(Adjustment before, StepContext at) => before with
    {
        IsCautious = true,
        UpdateScale = Rescale && at.Found is { B: > 0 } found ? 1 / Math.Max(found.A / found.B, LeastShare) : 1,
    };

    internal override string? Complaint(ElementwiseOptimizer rule, int place) => Rescale && rule.RuleNeeds.HasFlag(Needs.Probe)
        ? $"{Catalog.NameOf(rule)} looks at its own update already; write cautious(rescale=false)"
        : null;
}
