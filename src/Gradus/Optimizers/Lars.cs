using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// Layer-wise adaptive rate scaling: momentum on gradients that are scaled to the size of their tensor's weights,
/// v ← μv + τ‖θ‖/(‖g‖ + λ‖θ‖) · (g + λθ), θ ← θ − ηv. You, Gitman, Ginsburg (2017), algorithm 1.
/// </summary>
/// <remarks>
/// Where a norm is 0 the scale is 1. Vectors, which are biases and the scales of norms, take plain steps of momentum without decay, as is
/// usual, unless <paramref name="Vectors"/> is set.
/// </remarks>
/// <param name="Lr">η: the learning rate, of the order of 1 and more, since the trust coefficient is small.</param>
/// <param name="Momentum">μ: how much of the velocity survives a step.</param>
/// <param name="WeightDecay">λ: added to the gradient as λθ, and in its norm as λ‖θ‖.</param>
/// <param name="Trust">τ: the share of its own size by which a tensor changes in a step at rate 1.</param>
/// <param name="Eps">ε: keeps the quotient finite.</param>
/// <param name="Vectors">Whether vectors are scaled and decayed, too.</param>
/// <param name="Maximize">Whether to climb instead of descend; weight decay still shrinks.</param>
[Method("lars", "momentum with a rate for each tensor, by the size of its weights",
    Choose = "Convolutional networks in batches of thousands, with a long warm-up.",
    Source = "You, Gitman, Ginsburg 2017, algorithm 1")]
[Convention("the paper", "the rate enters the velocity: v ← μv + ηλˡ(g + λθ), θ ← θ − v; the same path while the rate is constant")]
[Convention("timm", "Lars(trust_coeff = 0.001, eps = 1e-8): the same; tensors without weight decay are not scaled unless always_adapt")]
[Convention("Optax", "lars(trust_coefficient = 0.001): scales by ‖θ‖/‖g + λθ‖, the norm of the sum; vectors by a mask")]
public sealed record Lars(
    [Param("learning rate", Min = 0)] double Lr = 1,
    [Param("share of the velocity that survives a step", Min = 0, Max = 1, BelowMax = true)] double Momentum = 0.9,
    [Param("L2 penalty, added to the gradient", Min = 0)] double WeightDecay = 0,
    [Param("share of its own size by which a tensor changes at rate 1", Min = 0, AboveMin = true)] double Trust = 1e-3,
    [Param("keeps the quotient finite", Min = 0)] double Eps = 1e-8,
    [Param("scale and decay vectors, too")] bool Vectors = false,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr)
{
    /// <inheritdoc/>
    public override Needs RuleNeeds => Needs.Gradient | Needs.Weights;

    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user) => user.Run<Rule<T>, Velocity<T>>(new(this, at));

    /// <summary>τ‖θ‖/(‖g‖ + λ‖θ‖ + ε).</summary>
    private double Scale(Measures own) => own is { Squares: 0 } or { WeightSquares: 0 } ? 1 : Trust * own.WeightNorm / (own.Norm + WeightDecay * own.WeightNorm + Eps);

    private readonly struct Rule<T>(Lars lars, StepContext at) : IUpdateRule<T, Velocity<T>> where T : struct, IReal<T>
    {
        private readonly Descent<T> _descent = new(at.IsVector && !lars.Vectors ? 0 : lars.WeightDecay, lars.Maximize);
        private readonly T _scale = at.IsVector && !lars.Vectors ? T.One : T.Parameter(lars.Scale(at.Own), "τ‖θ‖/(‖g‖ + λ‖θ‖ + ε)");
        private readonly T η = T.Parameter(at.Rate, "η"), μ = T.Parameter(lars.Momentum, "μ");

        public void Step(ref T θ, T g, ref Velocity<T> s)
        {
            s.v = μ * s.v + _scale * _descent.Gradient(θ, g);
            θ -= η * s.v;
        }
    }
}
