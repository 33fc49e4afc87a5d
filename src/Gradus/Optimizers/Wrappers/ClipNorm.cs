namespace Gradus.Optimizers;

/// <summary>Clipping by norm: g ← g · min(1, c / ‖g‖), the norm over all tensors together or over each.</summary>
/// <param name="Max">c: the largest norm.</param>
/// <param name="PerTensor">Whether each tensor has a norm of its own.</param>
[Method("clipNorm", "shortens the gradient to a norm of at most max",
    Choose = "The usual cure of spikes in the loss: 1 for transformers and recurrent networks. It keeps the gradient's direction.",
    Source = "Pascanu, Mikolov, Bengio 2013, algorithm 1")]
[Convention("PyTorch", "clip_grad_norm_(parameters, max): divides by ‖g‖ + 1e-6")]
[Convention("Optax", "clip_by_global_norm(max)")]
[Convention("Keras", "global_clipnorm = max; clipnorm = max is per tensor")]
public sealed record ClipNorm(
    [Param("the largest norm", Min = 0, AboveMin = true)] double Max,
    [Param("a norm for each tensor instead of one over all")] bool PerTensor = false) : Wrapper
{
    /// <inheritdoc/>
    public override Needs Needs => PerTensor ? Needs.Gradient : Needs.Gradient | Needs.Whole;

    /// <inheritdoc/>
    public override Adjustment Adjust(Adjustment before, StepContext at) => before.Scaled(Factor(PerTensor ? at.Own : at.Whole), "min(1, c/‖g‖)");

    /// <summary>min(1, c / ‖g‖).</summary>
    /// <param name="measures">Of the gradient.</param>
    public double Factor(Measures measures) => measures.Norm > Max ? Max / measures.Norm : 1;

    internal override string? Complaint(ElementwiseOptimizer rule, int place)
    {
        for (int i = 0; i < place; i++)
        {
            if (!PerTensor && rule.Wrappers[i] is ClipNorm { PerTensor: false }) return "the norm over all tensors is measured once: keep one of them";
        }

        return PerTensor && ByRow(rule) is { } other ? $"a norm for each tensor does not go together with {Catalog.NameOf(other)}, which looks at each row: leave one of them out, or clip by the norm over all tensors" : null;
    }

    private static IMethod? ByRow(ElementwiseOptimizer rule) =>
        rule.RuleNeeds.HasFlag(Needs.Rows) ? rule : rule.Wrappers.FirstOrDefault(wrapper => wrapper.Needs.HasFlag(Needs.Rows));
}
