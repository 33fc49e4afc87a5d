using System.Runtime.CompilerServices;
using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// AdEMAMix: AdamW with a second, much slower mean of the gradient: m ← β₁m + (1 − β₁)g, s ← β₃s + (1 − β₃)g,
/// v ← β₂v + (1 − β₂)g², θ ← θ(1 − ηλ) − η(m̂ + αs) / (√v̂ + ε); s is not corrected for its bias.
/// Pagliardini, Ablin, Grangier (2024), algorithm 1.
/// </summary>
/// <remarks>
/// Over the warmup α rises linearly from 0, αₜ = α·min(1, t/warmup), and β₃ from β₁ so that its memory 1/log β rises
/// linearly: 1/log β₃,ₜ = (1 − t/warmup)/log β₁ + (t/warmup)/log β₃.
/// </remarks>
/// <param name="Lr">η: the learning rate.</param>
/// <param name="Beta1">β₁: how slowly the fast mean forgets.</param>
/// <param name="Beta2">β₂: how slowly the mean of squares forgets.</param>
/// <param name="Beta3">β₃: how slowly the slow mean forgets.</param>
/// <param name="Alpha">α: how much the slow mean counts against the fast one.</param>
/// <param name="Warmup">Over how many steps α and β₃ rise; 0 for none.</param>
/// <param name="Eps">ε: keeps the quotient finite.</param>
/// <param name="WeightDecay">λ: decoupled decay; each step shrinks θ by ηλ of itself.</param>
/// <param name="Maximize">Whether to climb instead of descend; decay still shrinks.</param>
[Method("ademamix", "AdamW with a fast and a slow mean of the gradient",
    Choose = "Long runs of large models, where gradients of ten thousand steps ago still help; set warmup to the length of training.",
    Source = "Pagliardini, Ablin, Grangier 2024, algorithm 1")]
[Convention("the authors' PyTorch code", "AdEMAMix: the same, beta3_warmup and alpha_warmup apart; both are `warmup` here, and their example takes alpha = 8")]
[Convention("bitsandbytes", "AdEMAMix: the same, alpha = 5, weight_decay = 0.01, t_alpha and t_beta3 for the warmup")]
[Convention("PyTorch and Keras", "no such rule")]
[Convention("Optax", "contrib.ademamix: the same, alpha = 5, weight_decay = 0; b3 and alpha may be schedules, which takes the place of the warmup. The rate must be given")]
public sealed record AdEmaMix(
    [Param("learning rate", Min = 0)] double Lr = 1e-3,
    [Param("how slowly the fast mean forgets", Min = 0, Max = 1, BelowMax = true)] double Beta1 = 0.9,
    [Param("how slowly the mean of squares forgets", Min = 0, Max = 1, BelowMax = true)] double Beta2 = 0.999,
    [Param("how slowly the slow mean forgets", Min = 0, Max = 1, BelowMax = true)] double Beta3 = 0.9999,
    [Param("how much the slow mean counts", Min = 0)] double Alpha = 5,
    [Param("steps over which alpha and beta3 rise; 0 for none", Min = 0)] int Warmup = 0,
    [Param("keeps the quotient finite", Min = 0)] double Eps = 1e-8,
    [Param("decoupled decay; a step shrinks weights by lr·weightDecay", Min = 0)] double WeightDecay = 0,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr)
{
    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user) =>
        user.Run<DecoupledDecay<Rule<T>, State<T>, T>, State<T>>(new(new(this, at), at.Rate * WeightDecay));

    /// <summary>The share of the warmup that has passed by a step.</summary>
    private double Warmth(long step) => step < Warmup ? (double)step / Warmup : 1;

    private double Slowness(double warmth) =>
        warmth == 1 ? Beta3 : Math.Exp(1 / ((1 - warmth) / Math.Log(Beta1) + warmth / Math.Log(Beta3)));

    private struct State<T> : IState<State<T>, T> where T : struct, IReal<T>
    {
        public T m, s, v;

        private static readonly string[] s_names = ["m", "s", "v"];

        public static ReadOnlySpan<string> Names => s_names;

        public static int Count => 3;

        public T this[int slot]
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            readonly get => slot == 0 ? m : slot == 1 ? s : v;
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            set
            {
                if (slot == 0) m = value; else if (slot == 1) s = value; else v = value;
            }
        }
    }

    private readonly struct Rule<T> : IUpdateRule<T, State<T>> where T : struct, IReal<T>
    {
        private readonly Descent<T> _descent;
        private readonly MomentUpdate<T> _moments;
        private readonly T β3, _fresh3, α;

        public Rule(AdEmaMix mix, StepContext at)
        {
            double warmth = mix.Warmth(at.Step), beta3 = mix.Slowness(warmth);
            bool isWarm = mix.Warmup == 0;
            _descent = new(weightDecay: 0, mix.Maximize);
            _moments = new(mix.Beta1, mix.Beta2, mix.Eps, at);
            β3 = T.Parameter(beta3, isWarm ? "β₃" : "β₃ₜ");
            _fresh3 = T.Parameter(1 - beta3, isWarm ? "(1 − β₃)" : "(1 − β₃ₜ)");

            // The moments' step multiplies by η/(1 − β₁ᵗ), which only the fast mean needs.
            α = T.Parameter(mix.Alpha * warmth * (1 - Math.Pow(mix.Beta1, at.Step)), isWarm ? "α(1 − β₁ᵗ)" : "αₜ(1 − β₁ᵗ)");
        }

        public void Step(ref T θ, T g, ref State<T> s)
        {
            g = _descent.Gradient(θ, g);
            _moments.Take(g, ref s.m, ref s.v);
            s.s = β3 * s.s + _fresh3 * g;
            θ -= _moments.Step(s.m + α * s.s, s.v);
        }
    }
}
