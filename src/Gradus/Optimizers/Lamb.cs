using System.Runtime.CompilerServices;
using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// Layer-wise adaptive moments: Adam's update with decay, u = m̂/(√v̂ + ε) + λθ, scaled to the size of its tensor's weights,
/// θ ← θ − η (‖θ‖/‖u‖) u. You et al. (2020), algorithm 2.
/// </summary>
/// <remarks>
/// The norm of u is that of the update itself, computed before the step and not as a difference of weights. Where a norm is 0 the scale is 1. Vectors, which are
/// biases and the scales of norms, take Adam's steps without decay, as is usual, unless <paramref name="Vectors"/> is set.
/// </remarks>
/// <param name="Lr">η: the learning rate.</param>
/// <param name="Beta1">β₁: how slowly the mean forgets.</param>
/// <param name="Beta2">β₂: how slowly the mean of squares forgets.</param>
/// <param name="Eps">ε: keeps the quotient finite.</param>
/// <param name="WeightDecay">λ: part of the update whose size is scaled.</param>
/// <param name="Vectors">Whether vectors are scaled and decayed, too.</param>
/// <param name="Maximize">Whether to climb instead of descend; weight decay still shrinks.</param>
[Method("lamb", "Adam with a rate for each tensor, by the size of its weights",
    Choose = "Transformers in batches of tens of thousands; with ordinary batches adamw does as well.",
    Source = "You, Li, Reddi et al. 2020, algorithm 2")]
[Convention("the paper", "φ(‖θ‖) for ‖θ‖, with φ the identity in most of its experiments")]
[Convention("timm", "Lamb(eps = 1e-6, weight_decay = 0.01): the same, after clipping the global norm to max_grad_norm = 1; tensors without decay are not scaled unless always_adapt")]
[Convention("Optax", "lamb(eps = 1e-6, weight_decay = 0): the same; vectors by a mask")]
[Convention("Keras", "Lamb(epsilon = 1e-7): the same")]
public sealed record Lamb(
    [Param("learning rate", Min = 0)] double Lr = 1e-3,
    [Param("how slowly the mean forgets", Min = 0, Max = 1, BelowMax = true)] double Beta1 = 0.9,
    [Param("how slowly the mean of squares forgets", Min = 0, Max = 1, BelowMax = true)] double Beta2 = 0.999,
    [Param("keeps the quotient finite", Min = 0)] double Eps = 1e-6,
    [Param("decay, part of the update that is scaled", Min = 0)] double WeightDecay = 1e-2,
    [Param("scale and decay vectors, too")] bool Vectors = false,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr)
{
    /// <inheritdoc/>
    public override Needs RuleNeeds => Needs.Probe;

    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user) => user.Run<Rule<T>, Moments<T>>(new(this, at));

    /// <inheritdoc/>
    protected internal override void Probe<T, TUser>(StepContext at, TUser user) => user.Run<Sizes<T>, Moments<T>>(new(new(this, at)));

    private static double Ratio(Sums? found) => found is { A: > 0, B: > 0 } squares ? Math.Sqrt(squares.A / squares.B) : 1;

    private readonly struct Rule<T>(Lamb lamb, StepContext at) : IUpdateRule<T, Moments<T>> where T : struct, IReal<T>
    {
        private readonly MomentUpdate<T> _moments = new(lamb.Beta1, lamb.Beta2, lamb.Eps, at with { Rate = 1 }, rateName: "1");
        private readonly T _sign = lamb.Maximize ? -T.One : T.One;
        private readonly T λ = lamb.WeightDecay == 0 || (at.IsVector && !lamb.Vectors) ? T.Zero : T.Parameter(lamb.WeightDecay, "λ");
        private readonly T η = T.Parameter(at.Rate, "η");
        private readonly T _ratio = at.IsVector && !lamb.Vectors ? T.One : T.Parameter(Ratio(at.Found), "‖θ‖/‖u‖");

        public void Step(ref T θ, T g, ref Moments<T> s) => θ -= η * _ratio * T.Named(Update(θ, g, ref s), "uₜ");

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Update(T θ, T g, ref Moments<T> s)
        {
            _moments.Take(_sign * g, ref s.m, ref s.v);
            return _moments.Step(s.m, s.v) + λ * θ;
        }
    }

    /// <summary>Σθ² and Σu².</summary>
    private readonly struct Sizes<T>(Rule<T> rule) : IProbe<T, Moments<T>> where T : struct, IReal<T>
    {
        public Quantities<T> Look(T θ, T g, Moments<T> s)
        {
            T u = rule.Update(θ, g, ref s);
            return new(θ * θ, u * u, T.Zero, T.Zero);
        }
    }
}
