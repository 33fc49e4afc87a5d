using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// Prodigy: Adam that estimates its own rate, d, the distance to the solution. m ← β₁m + (1 − β₁)dg, v ← β₂v + (1 − β₂)d²g²,
/// θ ← θ − ηd m/(√v + dε); with r ← √β₂ r + (1 − √β₂)ηd²⟨g, θ₀ − θ⟩ and s ← √β₂ s + (1 − √β₂)ηd²g,
/// d ← max(d, c·r/‖s‖₁). Mishchenko, Defazio (2023), algorithm 4.
/// </summary>
/// <remarks>
/// d is one number of all parameters together, kept with each of them; one that joins a run later begins with d₀ again. s is kept as a multiple of d₀, as the authors do,
/// so that it does not vanish in single precision.
/// </remarks>
/// <param name="Lr">η: 1, times the schedule.</param>
/// <param name="Beta1">β₁: how slowly the mean forgets.</param>
/// <param name="Beta2">β₂: how slowly the mean of squares forgets, and its root the estimate.</param>
/// <param name="Eps">ε: keeps the quotient finite.</param>
/// <param name="WeightDecay">λ: decoupled, each step shrinks θ by ηdλ of itself.</param>
/// <param name="D0">d₀: the first estimate, smaller than any sensible rate.</param>
/// <param name="Coefficient">c: multiplies the estimate; the preferred way of tuning.</param>
/// <param name="Maximize">Whether to climb instead of descend; decay still shrinks.</param>
[Method("prodigy", "Adam that finds its own rate from the distance travelled",
    Choose = "Where no time is left for tuning a rate, fine-tuning above all: leave lr at 1 and add a cosine.",
    Source = "Mishchenko, Defazio 2023, algorithm 4")]
[Convention("the authors' prodigyopt", "Prodigy(lr = 1, d_coef = 1, d0 = 1e-6): the same; ε is multiplied by the new d instead of the old")]
[Convention("Optax", "contrib.prodigy(estim_lr0 = 1e-6, estim_lr_coef = 1): the same")]
public sealed record Prodigy(
    [Param("multiplies the rate found", Min = 0)] double Lr = 1,
    [Param("how slowly the mean forgets", Min = 0, Max = 1, BelowMax = true)] double Beta1 = 0.9,
    [Param("how slowly the mean of squares forgets", Min = 0, Max = 1, BelowMax = true)] double Beta2 = 0.999,
    [Param("keeps the quotient finite", Min = 0)] double Eps = 1e-8,
    [Param("decoupled decay; a step shrinks weights by lr·d·weightDecay", Min = 0)] double WeightDecay = 0,
    [Param("the first estimate", Min = 0, AboveMin = true)] double D0 = 1e-6,
    [Param("multiplies the estimate", Min = 0, AboveMin = true)] double Coefficient = 1,
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
        double r = Root * before.Second + (1 - Root) * at.Rate * (d / D0) * d * along;
        return new(size > 0 ? Math.Max(d, Coefficient * r / size) : d, r);
    }

    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user) => user.Run<Rule<T>, Remembered<T>>(new(this, at));

    /// <inheritdoc/>
    protected internal override void Probe<T, TUser>(StepContext at, TUser user) => user.Run<Estimate<T>, Remembered<T>>(new(new(this, at)));

    /// <summary>The estimate that a step is taken with: that of the steps before it.</summary>
    private double Distance(Carried before) => before.First == 0 ? D0 : before.First;

    private readonly struct Rule<T>(Prodigy prodigy, StepContext at) : IUpdateRule<T, Remembered<T>>, IDecaying<T> where T : struct, IReal<T>
    {
        private readonly T β1 = T.Parameter(prodigy.Beta1, "β₁"), β2 = T.Parameter(prodigy.Beta2, "β₂"), _root = T.Parameter(prodigy.Root, "√β₂");
        private readonly T _fresh1 = T.Parameter((1 - prodigy.Beta1) * prodigy.Distance(at.Before), "(1 − β₁)·dₜ₋₁");
        private readonly T _fresh2 = T.Parameter((1 - prodigy.Beta2) * Math.Pow(prodigy.Distance(at.Before), 2), "(1 − β₂)·dₜ₋₁²");
        private readonly T _freshS = T.Parameter((1 - prodigy.Root) * at.Rate * (prodigy.Distance(at.Before) / prodigy.D0) * prodigy.Distance(at.Before), "(1 − √β₂)·ηdₜ₋₁²/d₀");
        private readonly T _rate = T.Parameter(at.Rate * prodigy.Distance(at.Before), "ηdₜ₋₁"), _least = T.Parameter(prodigy.Eps * prodigy.Distance(at.Before), "dₜ₋₁ε");
        private readonly T _keep = prodigy.WeightDecay == 0 ? T.One : T.Parameter(1 - at.Rate * prodigy.Distance(at.Before) * prodigy.WeightDecay, "(1 − ηdₜ₋₁λ)");
        private readonly T _sign = prodigy.Maximize ? -T.One : T.One;
        private readonly bool _isFirst = at.Step == 1;

        public T Keeps => _keep;

        public void Step(ref T θ, T g, ref Remembered<T> s)
        {
            s.Start = Start(θ, s);
            θ *= _keep;
            s.s = Sum(g, s);
            g = _sign * g;
            s.m = β1 * s.m + _fresh1 * g;
            s.v = β2 * s.v + _fresh2 * (g * g);
            θ -= _rate * (s.m / (T.Sqrt(s.v) + _least));
        }

        public T Start(T θ, Remembered<T> s) => _isFirst ? θ : s.Start;

        public T Sum(T g, Remembered<T> s) => _root * s.s + _freshS * (_sign * g);

        /// <summary>⟨g, θ₀ − θ⟩, of one element.</summary>
        public T Along(T θ, T g, Remembered<T> s) => _sign * g * (Start(θ, s) - θ);
    }

    private readonly struct Estimate<T>(Rule<T> rule) : IProbe<T, Remembered<T>> where T : struct, IReal<T>
    {
        public Quantities<T> Look(T θ, T g, Remembered<T> s) => new(rule.Along(θ, g, s), T.Abs(rule.Sum(g, s)), T.Zero, T.Zero);
    }

    private struct Remembered<T> : IState<Remembered<T>, T> where T : struct, IReal<T>
    {
        public T m, v, s, Start;

        private static readonly string[] s_names = ["m", "v", "s", "start"];

        public static ReadOnlySpan<string> Names => s_names;

        public static int Count => 4;

        public T this[int slot]
        {
            readonly get => slot == 0 ? m : slot == 1 ? v : slot == 2 ? s : Start;
            set
            {
                if (slot == 0) m = value; else if (slot == 1) v = value; else if (slot == 2) s = value; else Start = value;
            }
        }
    }
}
