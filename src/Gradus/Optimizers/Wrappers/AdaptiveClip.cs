namespace Gradus.Optimizers;

/// <summary>
/// Adaptive gradient clipping: of each unit i (a row of the weights, or a whole vector), gᵢ ← gᵢ · min(1, λ max(‖θᵢ‖, ε) / ‖gᵢ‖).
/// Brock, De, Smith, Simonyan (2021), eq. 3.
/// </summary>
/// <param name="Clipping">λ: the largest ratio of gradient to weights.</param>
/// <param name="Eps">ε: the least norm that weights count with, so that those that begin at 0 can move.</param>
[Method("agc", "shortens each unit's gradient to a share of its weights",
    Choose = "Large batches and networks without normalization; not on the last linear layer.",
    Source = "Brock, De, Smith, Simonyan 2021, eq. 3")]
[Convention("timm", "adaptive_clip_grad(clip_factor = 0.01, eps = 1e-3): the same")]
[Convention("Optax", "adaptive_grad_clip(clipping, eps = 1e-3): the same, its units being columns of a dense kernel")]
public sealed record AdaptiveClip(
    [Param("the largest ratio of gradient to weights", Min = 0, AboveMin = true)] double Clipping = 0.01,
    [Param("the least norm that weights count with", Min = 0, AboveMin = true)] double Eps = 1e-3) : Wrapper
{
    /// <inheritdoc/>
    public override Needs Needs => Needs.Gradient | Needs.Weights | Needs.Rows;

    /// <inheritdoc/>
    public override Adjustment Adjust(Adjustment before, StepContext at)
    {
        double most = Clipping * Math.Max(at.Own.WeightNorm, Eps), norm = at.Own.Norm;
        return before.Scaled(norm > most ? most / norm : 1, "min(1, λ‖θ‖/‖g‖)");
    }
}
