using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// Adam-mini: Adam with one second moment for each block of weights, v ← β₂v + (1 − β₂) mean(g²), and decoupled decay,
/// θ ← θ(1 − ηλ) − η m̂/(√v̂ + ε). Zhang et al. (2024), algorithm 1.
/// </summary>
/// <remarks>
/// A block is a row of the weights: all that leads to one output of a linear layer, one filter of a convolution, one token of an embedding; a vector is
/// one block. That is the paper's partition but for queries and keys, where it takes all rows of a head together: ours is the finer one.
/// </remarks>
/// <param name="Lr">η: the learning rate.</param>
/// <param name="Beta1">β₁: how slowly the mean forgets.</param>
/// <param name="Beta2">β₂: how slowly the mean of squares forgets.</param>
/// <param name="Eps">ε: keeps the quotient finite.</param>
/// <param name="WeightDecay">λ: each step shrinks θ by ηλ of itself.</param>
/// <param name="Maximize">Whether to climb instead of descend; decay still shrinks.</param>
[Method("adamMini", "AdamW with one second moment for each row",
    Choose = "Transformers, with adamw's own hyperparameters and half of its memory.",
    Source = "Zhang, Chen, Li et al. 2024, algorithms 1 and 2")]
[Convention("the authors' adam-mini", "Adam_mini(weight_decay = 0): the same; queries and keys are blocks by head, which it finds by their names")]
public sealed record AdamMini(
    [Param("learning rate", Min = 0)] double Lr = 1e-3,
    [Param("how slowly the mean forgets", Min = 0, Max = 1, BelowMax = true)] double Beta1 = 0.9,
    [Param("how slowly the mean of squares forgets", Min = 0, Max = 1, BelowMax = true)] double Beta2 = 0.999,
    [Param("keeps the quotient finite", Min = 0)] double Eps = 1e-8,
    [Param("decoupled decay; a step shrinks weights by lr·weightDecay", Min = 0)] double WeightDecay = 1e-2,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr)
{
    private static readonly string[] s_carried = ["v"];

    /// <inheritdoc/>
    public override Needs RuleNeeds => Needs.Gradient | Needs.Rows;

    /// <inheritdoc/>
    public override IReadOnlyList<string> CarriedNames => s_carried;

    /// <inheritdoc/>
    public override Carried Carry(Carried before, StepContext at) =>
        at.Own.Count == 0 ? before : new(Beta2 * before.First + (1 - Beta2) * (at.Own.Squares / at.Own.Count));

    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user) =>
        user.Run<DecoupledDecay<Rule<T>, One<T, NamedM>, T>, One<T, NamedM>>(new(new(this, at), at.Rate * WeightDecay));

    private readonly struct Rule<T>(AdamMini mini, StepContext at) : IUpdateRule<T, One<T, NamedM>> where T : struct, IReal<T>
    {
        private readonly T β1 = T.Parameter(mini.Beta1, "β₁"), _fresh = T.Parameter(1 - mini.Beta1, "(1 − β₁)");
        private readonly T _rate = T.Parameter(Rate(mini, at), "η/(1 − β₁ᵗ)/(√(vₜ/(1 − β₂ᵗ)) + ε)");
        private readonly T _sign = mini.Maximize ? -T.One : T.One;

        public void Step(ref T θ, T g, ref One<T, NamedM> s)
        {
            s.Value = β1 * s.Value + _fresh * (_sign * g);
            θ -= _rate * s.Value;
        }

        /// <summary>A block that never had a gradient stays where it is.</summary>
        private static double Rate(AdamMini mini, StepContext at)
        {
            double root = Math.Sqrt(at.Carried.First / (1 - Math.Pow(mini.Beta2, at.Step))) + mini.Eps;
            return root == 0 ? 0 : at.Rate / (1 - Math.Pow(mini.Beta1, at.Step)) / root;
        }
    }
}
