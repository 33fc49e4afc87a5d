namespace Gradus.Optimizers;

/// <summary>No weight decay on parameters of fewer than two dimensions: biases, and the scales and shifts of norms.</summary>
[Method("noDecayOnVectors", "decays neither biases nor the scales of norms",
    Choose = "Nearly always with weight decay: shrinking a bias or a scale regularizes nothing.",
    Source = "He et al. 2019 (bag of tricks), section 3.1")]
[Convention("timm", "param_groups_weight_decay: the same, with filter_bias_and_bn")]
[Convention("transformers", "biases and the weights of LayerNorm are left out by name")]
public sealed record NoDecayOnVectors : GroupingWrapper
{
    /// <inheritdoc/>
    public override ElementwiseOptimizer For(ElementwiseOptimizer rule, ParameterPlace place)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return place.Dimensions < 2 ? rule.WithDecay(0) : rule;
    }
}
