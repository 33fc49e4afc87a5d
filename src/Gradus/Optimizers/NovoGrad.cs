using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// Stochastic gradient descent with normalized gradients: one second moment for each tensor, v ← β₂v + (1 − β₂)‖g‖², momentum on what is
/// divided by it, m ← β₁m + g/(√v + ε) + λθ, θ ← θ − ηm. Ginsburg et al. (2019), algorithm 1.
/// </summary>
/// <remarks>The first step sets v = ‖g‖². A tensor, a vector also, is a layer of the paper.</remarks>
/// <param name="Lr">η: the learning rate.</param>
/// <param name="Beta1">β₁: how much of the momentum survives a step.</param>
/// <param name="Beta2">β₂: how slowly the mean of squares forgets.</param>
/// <param name="Eps">ε: keeps the quotient finite.</param>
/// <param name="WeightDecay">λ: joins the momentum unscaled.</param>
/// <param name="Maximize">Whether to climb instead of descend; weight decay still shrinks.</param>
[Method("novograd", "momentum on gradients divided by the norm of their tensor",
    Choose = "Speech and image networks where adam's memory is too much: half of its state, and robust to the rate.",
    Source = "Ginsburg, Castonguay, Hrinchuk et al. 2019, algorithm 1")]
[Convention("the paper", "the first step divides by ‖g‖ without ε")]
[Convention("Optax", "novograd(b1 = 0.9, b2 = 0.25, eps = 1e-6): the same, with eps also in the first step")]
public sealed record NovoGrad(
    [Param("learning rate", Min = 0)] double Lr = 1e-2,
    [Param("share of the momentum that survives a step", Min = 0, Max = 1, BelowMax = true)] double Beta1 = 0.95,
    [Param("how slowly the mean of squares forgets", Min = 0, Max = 1, BelowMax = true)] double Beta2 = 0.98,
    [Param("keeps the quotient finite", Min = 0)] double Eps = 1e-8,
    [Param("decay, part of the momentum", Min = 0)] double WeightDecay = 0,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr)
{
    private static readonly string[] s_carried = ["v"];

    /// <inheritdoc/>
    public override Needs RuleNeeds => Needs.Gradient;

    /// <inheritdoc/>
    public override IReadOnlyList<string> CarriedNames => s_carried;

    /// <inheritdoc/>
    public override Carried Carry(Carried before, StepContext at) => new(at.Step == 1 ? at.Own.Squares : Beta2 * before.First + (1 - Beta2) * at.Own.Squares);

    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user) => user.Run<Rule<T>, One<T, NamedM>>(new(this, at));

    private readonly struct Rule<T>(NovoGrad novo, StepContext at) : IUpdateRule<T, One<T, NamedM>> where T : struct, IReal<T>
    {
        private readonly T η = T.Parameter(at.Rate, "η"), β1 = T.Parameter(novo.Beta1, "β₁");
        private readonly T λ = novo.WeightDecay == 0 ? T.Zero : T.Parameter(novo.WeightDecay, "λ");
        private readonly T _over = T.Parameter(Over(novo, at), "1/(√vₜ + ε)");
        private readonly T _sign = novo.Maximize ? -T.One : T.One;

        public void Step(ref T θ, T g, ref One<T, NamedM> s)
        {
            s.Value = β1 * s.Value + (_sign * (_over * g) + λ * θ);
            θ -= η * s.Value;
        }

        /// <summary>A tensor that never had a gradient stays where it is.</summary>
        private static double Over(NovoGrad novo, StepContext at) => Math.Sqrt(at.Carried.First) + novo.Eps is > 0 and var norm ? 1 / norm : at.Carried.First;
    }
}
