using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// Sharpness-aware minimization: the gradient is taken at the top of the hill nearby, θ + ρ g/‖g‖, and the step from θ. Adaptive
/// (ASAM), the hill is looked for where weights are large: θ + ρ T²g/‖Tg‖ with T = |θ| + 0.01.
/// Foret, Kleiner, Mobahi, Neyshabur (2021), eq. 2; Kwon, Kim, Park, Choi (2021), eq. 10.
/// </summary>
/// <remarks>Each step needs two gradients, so training passes a closure. Batch normalization keeps the statistics of the first.</remarks>
/// <param name="Rho">ρ: how far away the hill is.</param>
/// <param name="Adaptive">Whether to scale by the size of each weight; then ρ is about ten times as large.</param>
[Method("sam", "takes the gradient uphill of the weights, for flat minima",
    Choose = "Small data sets and label noise, where generalization matters more than time: a step costs twice as much.",
    Source = "Foret, Kleiner, Mobahi, Neyshabur 2021, eq. 2; adaptive: Kwon, Kim, Park, Choi 2021, eq. 10")]
[Convention("Optax", "contrib.sam(optimizer, adv_optimizer): by default each ascent is a step of its own")]
public sealed record Sam(
    [Param("how far uphill", Min = 0, AboveMin = true)] double Rho = 0.05,
    [Param("scale by the size of each weight (ASAM)")] bool Adaptive = false) : Wrapper
{
    /// <summary>The step from the weights to the top of the hill.</summary>
    /// <param name="maximize">Whether the rule climbs, so that the adversary descends.</param>
    public ElementwiseOptimizer Ascent(bool maximize) => new Climb(this) { Maximize = maximize };

    internal override string? Complaint(ElementwiseOptimizer rule, int place) => rule.Wrappers.Any(other => other is Accumulate)
        ? "its two gradients must be of one batch: leave out accumulate"
        : null;

    private sealed record Climb(Sam Sam) : ElementwiseOptimizer(Sam.Rho)
    {
        public override bool Maximize { get; init; }

        public override Needs RuleNeeds => Sam.Adaptive ? Needs.Probe | Needs.Whole : Needs.Gradient | Needs.Whole;

        protected internal override void Use<T, TUser>(StepContext at, TUser user)
        {
            double norm = Sam.Adaptive ? Math.Sqrt(at.Found?.A ?? 0) : at.Whole.Norm;
            double step = norm > 0 ? Sam.Rho / norm : 0;
            user.Run<Rule<T>, Stateless<T>>(new(Maximize ? -step : step, Sam.Adaptive));
        }

        protected internal override void Probe<T, TUser>(StepContext at, TUser user) => user.Run<ScaledSquares<T>, Stateless<T>>(default);
    }

    private static T Size<T>(T θ) where T : struct, IReal<T> => T.Abs(θ) + T.Constant(0.01);

    private readonly struct Rule<T>(double step, bool adaptive) : IUpdateRule<T, Stateless<T>> where T : struct, IReal<T>
    {
        private readonly T ρ = T.Parameter(step, "ρ/‖g‖");

        public void Step(ref T θ, T g, ref Stateless<T> s) => θ += adaptive ? ρ * (Size(θ) * Size(θ) * g) : ρ * g;
    }

    private readonly struct ScaledSquares<T> : IProbe<T, Stateless<T>> where T : struct, IReal<T>
    {
        public Quantities<T> Look(T θ, T g, Stateless<T> s) => new(Size(θ) * g * (Size(θ) * g), T.Zero, T.Zero, T.Zero);
    }
}
