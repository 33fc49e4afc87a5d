using Gradus.Metadata;

namespace Gradus.Optimizers;

/// <summary>
/// Decoupled weight decay around any rule: θ ← θ(1 − ηλ) before the rule. Corrected, it is θ ← θ(1 − ηλ · η/η₀): the decay then falls
/// with the square of the schedule, which keeps the gradients of normalized layers level to the end.
/// Loshchilov, Hutter (2019); Defazio (2025), eq. 5.
/// </summary>
/// <param name="WeightDecay">λ.</param>
/// <param name="Corrected">Whether the schedule's factor multiplies the decay once more.</param>
[Method("decay", "decoupled weight decay around any rule",
    Choose = "sgd with decay that is independent of the gradient; corrected for networks with normalization and a schedule that falls to 0.",
    Source = "Loshchilov, Hutter 2019, algorithm 1; corrected: Defazio 2025 (AdamC)")]
public sealed record Decay(
    [Param("a step shrinks weights by lr·weightDecay", Min = 0)] double WeightDecay,
    [Param("multiply the decay by the schedule's factor once more")] bool Corrected = false) : Wrapper
{
    /// <inheritdoc/>
    public override Adjustment Adjust(Adjustment before, StepContext at)
    {
        double correction = Corrected && at.BaseRate > 0 ? at.Rate / at.BaseRate : 1;
        return before with { Keep = before.Keep * (1 - at.Rate * correction * WeightDecay), KeepName = Corrected ? "(1 − η²λ/η₀)" : before.KeepName };
    }

    internal override string? Complaint(ElementwiseOptimizer rule, int place)
    {
        ParameterEntry? own = Catalog.Find(rule)?.Parameters.FirstOrDefault(parameter => parameter.Name == "weightDecay");
        return own?.Read(rule) is double and not 0 ? $"{Catalog.NameOf(rule)} decays the weights itself; write {Catalog.NameOf(rule)}(weightDecay=0)" : null;
    }
}
