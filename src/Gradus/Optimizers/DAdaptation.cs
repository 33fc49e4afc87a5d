using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// Adam with D-Adaptation, which bounds the distance d to the solution from below by what the gradients say, and takes it as the rate:
/// m ← β₁m + (1 − β₁)ηdg, v ← β₂v + (1 − β₂)g², θ ← θ − m/(√v + ε); with r ← √β₂ r + (1 − √β₂)ηd Σ g·s/(√v + ε) and
/// s ← √β₂ s + (1 − √β₂)ηdg, d ← max(d, r/((1 − √β₂)‖s‖₁)). Defazio, Mishchenko (2023), algorithm 5.
/// </summary>
/// <remarks>d is one number of all parameters together, kept with each of them; one that joins a run later begins with d₀ again.</remarks>
/// <param name="Lr">η: 1, times the schedule.</param>
/// <param name="Beta1">β₁: how slowly the mean forgets.</param>
/// <param name="Beta2">β₂: how slowly the mean of squares forgets, and its root the estimate.</param>
/// <param name="Eps">ε: keeps the quotient finite.</param>
/// <param name="WeightDecay">λ: decoupled, each step shrinks θ by ηdλ of itself.</param>
/// <param name="D0">d₀: the first estimate, smaller than any sensible rate.</param>
/// <param name="Maximize">Whether to climb instead of descend; decay still shrinks.</param>
[Method("dAdaptation", "Adam that finds its own rate from a bound on the distance",
    Choose = "As prodigy, which grows faster and is usually the better choice.",
    Source = "Defazio, Mishchenko 2023, algorithm 5")]
[Convention("the authors' dadaptation", "DAdaptAdam(lr = 1, d0 = 1e-6): the same; weight decay is coupled unless decouple is set")]
[Convention("Optax", "contrib.dadapt_adamw(estim_lr0 = 1e-6): the same")]
public sealed record DAdaptation(
    [Param("multiplies the rate found", Min = 0)] double Lr = 1,
    [Param("how slowly the mean forgets", Min = 0, Max = 1, BelowMax = true)] double Beta1 = 0.9,
    [Param("how slowly the mean of squares forgets", Min = 0, Max = 1, BelowMax = true)] double Beta2 = 0.999,
    [Param("keeps the quotient finite", Min = 0, AboveMin = true)] double Eps = 1e-8,
    [Param("decoupled decay; a step shrinks weights by lr·d·weightDecay", Min = 0)] double WeightDecay = 0,
    [Param("the first estimate", Min = 0, AboveMin = true)] double D0 = 1e-6,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr)
{
    private static readonly string[] s_carried = ["d", "r"];

    /// <inheritdoc/>
    public override Needs RuleNeeds => Needs.Probe | Needs.Whole;

    /// <inheritdoc/>
    public override IReadOnlyList<string> CarriedNames => s_carried;

    /// <summary>What the estimate of the distance is made from adds up over the run.</summary>
    public override bool KeepsExact(int slot) => slot >= 2;

    private double Root => Math.Sqrt(Beta2);

    /// <inheritdoc/>
    public override Carried Carry(Carried before, StepContext at)
    {
        double d = Distance(before);
        (double along, double size) = at.Found is { } found ? (found.A, found.B) : (0, 0);
        double r = Root * before.Second + (1 - Root) * at.Rate * d * along;
        return new(size > 0 ? Math.Max(d, r / ((1 - Root) * size)) : d, r);
    }

    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user) =>
        user.Run<DecoupledDecay<Rule<T>, Remembered<T>, T>, Remembered<T>>(new(new(this, at), at.Rate * Distance(at.Before) * WeightDecay));

    /// <inheritdoc/>
    protected internal override void Probe<T, TUser>(StepContext at, TUser user) => user.Run<Estimate<T>, Remembered<T>>(new(new(this, at)));

    /// <summary>The estimate that a step is taken with: that of the steps before it.</summary>
    private double Distance(Carried before) => before.First == 0 ? D0 : before.First;

    private readonly struct Rule<T>(DAdaptation adam, StepContext at) : IUpdateRule<T, Remembered<T>> where T : struct, IReal<T>
    {
        private readonly T β1 = T.Parameter(adam.Beta1, "β₁"), β2 = T.Parameter(adam.Beta2, "β₂"), _root = T.Parameter(adam.Root, "√β₂"), ε = T.Parameter(adam.Eps, "ε");
        private readonly T _fresh1 = T.Parameter((1 - adam.Beta1) * at.Rate * adam.Distance(at.Before), "(1 − β₁)·ηdₜ₋₁"), _fresh2 = T.Parameter(1 - adam.Beta2, "(1 − β₂)");
        private readonly T _freshS = T.Parameter((1 - adam.Root) * at.Rate * adam.Distance(at.Before), "(1 − √β₂)·ηdₜ₋₁");
        private readonly T _sign = adam.Maximize ? -T.One : T.One;

        public void Step(ref T θ, T g, ref Remembered<T> s)
        {
            s.s = Sum(g, s);
            s.v = Square(g, s);
            s.m = β1 * s.m + _fresh1 * (_sign * g);
            θ -= s.m / (T.Sqrt(s.v) + ε);
        }

        public T Square(T g, Remembered<T> s) => β2 * s.v + _fresh2 * (g * g);

        public T Sum(T g, Remembered<T> s) => _root * s.s + _freshS * (_sign * g);

        /// <summary>⟨g, s⟩ in the metric of the step, of one element.</summary>
        public T Along(T g, Remembered<T> s) => _sign * g * s.s / (T.Sqrt(Square(g, s)) + ε);
    }

    private readonly struct Estimate<T>(Rule<T> rule) : IProbe<T, Remembered<T>> where T : struct, IReal<T>
    {
        public Quantities<T> Look(T θ, T g, Remembered<T> s) => new(rule.Along(g, s), T.Abs(rule.Sum(g, s)), T.Zero, T.Zero);
    }

    private struct Remembered<T> : IState<Remembered<T>, T> where T : struct, IReal<T>
    {
        public T m, v, s;

        private static readonly string[] s_names = ["m", "v", "s"];

        public static ReadOnlySpan<string> Names => s_names;

        public static int Count => 3;

        public T this[int slot]
        {
            readonly get => slot == 0 ? m : slot == 1 ? v : s;
            set
            {
                if (slot == 0) m = value; else if (slot == 1) v = value; else s = value;
            }
        }
    }
}
