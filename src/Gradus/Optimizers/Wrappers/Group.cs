namespace Gradus.Optimizers;

/// <summary>A share of the rate, and of the weight decay, for the parameters whose name fits a pattern.</summary>
/// <param name="Names">The pattern; * stands for any letters.</param>
/// <param name="Rate">Multiplies the learning rate; 0 holds the parameters still.</param>
/// <param name="Decay">Multiplies the weight decay.</param>
[Method("group", "a rate and a decay of their own for parameters by name",
    Choose = "Fine-tuning: a small rate for what is trained already; or to leave embeddings undecayed.",
    Source = "Howard, Ruder 2018, section 3.2")]
[Convention("PyTorch", "parameter groups: [{'params': …, 'lr': …, 'weight_decay': …}]")]
[Convention("Optax", "multi_transform, masked")]
public sealed record Group(
    [Param("the names, with * for any letters")] string Names,
    [Param("multiplies the learning rate", Min = 0)] double Rate = 1,
    [Param("multiplies the weight decay", Min = 0)] double Decay = 1) : GroupingWrapper
{
    /// <inheritdoc/>
    public override ElementwiseOptimizer For(ElementwiseOptimizer rule, ParameterPlace place)
    {
        ArgumentNullException.ThrowIfNull(rule);
        if (!place.Fits(Names)) return rule;
        ElementwiseOptimizer decayed = Decay == 1 ? rule : rule.WithDecay(Decay);
        return decayed with { Lr = rule.Lr * Rate };
    }
}
