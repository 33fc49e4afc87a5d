namespace Gradus.Optimizers;

/// <summary>
/// Kahan's compensation for weights in bfloat16: what rounding took from a weight is kept in a second bfloat16 number and given back
/// before the next step. Zamirai, Zhang, Aberger, De Sa (2020), algorithm 5.
/// </summary>
/// <remarks>
/// Weights of other types have no use for it. Without it, weights in bfloat16 are rounded stochastically, which needs no memory and is right on
/// average; with it, they move as if they had 16 bits of precision rather than 8.
/// </remarks>
[Method("kahan", "keeps what rounding took from weights in bfloat16",
    Choose = "Training purely in bfloat16 where two bytes a weight can be spared; otherwise their rounding is stochastic.",
    Source = "Kahan 1965; Zamirai, Zhang, Aberger, De Sa 2020, algorithm 5")]
public sealed record Kahan : Wrapper
{
    internal override string? Complaint(ElementwiseOptimizer rule, int place) =>
        rule.Wrappers.Take(place).Any(other => other is Kahan) ? "once is enough" : null;
}
