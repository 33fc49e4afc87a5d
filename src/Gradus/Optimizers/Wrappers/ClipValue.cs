namespace Gradus.Optimizers;

/// <summary>Clipping by value: every element of the gradient is held in [−c, c].</summary>
/// <param name="Max">c.</param>
[Method("clipValue", "holds every element of the gradient in [−max, max]",
    Choose = "Against single wild elements; it bends the gradient's direction, so prefer clipNorm first.",
    Source = "Mikolov 2012, section 3.2.2")]
[Convention("PyTorch", "clip_grad_value_(parameters, max)")]
[Convention("Optax", "clip(max)")]
[Convention("Keras", "clipvalue = max")]
public sealed record ClipValue([Param("the largest size of an element", Min = 0, AboveMin = true)] double Max) : Wrapper
{
    /// <inheritdoc/>
    public override Adjustment Adjust(Adjustment before, StepContext at) => before with { Limit = Math.Min(before.Limit, Max) };

    internal override string? Complaint(ElementwiseOptimizer rule, int place)
    {
        for (int i = place + 1; i < rule.Wrappers.Count; i++)
        {
            // The gradient is measured anew once the noise is in it.
            if (rule.Wrappers[i] is Noise) return null;
            if ((rule.Wrappers[i].Needs & (Needs.Gradient | Needs.Rows)) != 0)
            {
                return $"{Catalog.NameOf(rule.Wrappers[i])} measures the gradient before clipValue can act: write clipValue behind it";
            }
        }

        return (rule.RuleNeeds & (Needs.Gradient | Needs.Rows)) == 0 ? null : $"{Catalog.NameOf(rule)} measures the gradient before clipValue can act: use clipNorm";
    }
}
