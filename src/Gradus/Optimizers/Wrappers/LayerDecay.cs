namespace Gradus.Optimizers;

/// <summary>Layer-wise decay of rates: a layer with k layers above it learns at η·dᵏ. Bao, Dong, Piao, Wei (2022), section 3.</summary>
/// <remarks>A layer is what shares a name up to the first number (<c>blocks.3</c>), in the order in which the model registered them.</remarks>
/// <param name="Decay">d: from one layer to the one below it.</param>
[Method("layerDecay", "smaller rates for layers further from the output",
    Choose = "Fine-tuning of deep pretrained networks: 0.65 to 0.9.",
    Source = "Clark et al. 2020 (ELECTRA), appendix A; Bao, Dong, Piao, Wei 2022")]
[Convention("timm", "param_groups_layer_decay(layer_decay = 0.75): the same over the model's own grouping")]
public sealed record LayerDecay([Param("from one layer to the one below it", Min = 0, Max = 1, AboveMin = true)] double Decay = 0.75) : GroupingWrapper
{
    /// <inheritdoc/>
    public override ElementwiseOptimizer For(ElementwiseOptimizer rule, ParameterPlace place)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule with { Lr = rule.Lr * Math.Pow(Decay, place.LayersAbove) };
    }
}
