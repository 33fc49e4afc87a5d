using System.Runtime.CompilerServices;
using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// Adan, adaptive Nesterov momentum: with Δ = g − gₜ₋₁ (0 at the first step) m ← β₁m + (1 − β₁)g, d ← β₂d + (1 − β₂)Δ,
/// n ← β₃n + (1 − β₃)(g + β₂Δ)², θ ← (θ − η(m̂ + β₂d̂) / (√n̂ + ε)) / (1 + ηλ), hats dividing by 1 − βᵗ.
/// Xie et al. (2022), algorithm 1.
/// </summary>
/// <param name="Lr">η: the learning rate.</param>
/// <param name="Beta1">β₁: how slowly the mean forgets.</param>
/// <param name="Beta2">β₂: how slowly the mean of gradient differences forgets, and the share with which it looks ahead.</param>
/// <param name="Beta3">β₃: how slowly the mean of squares forgets.</param>
/// <param name="Eps">ε: keeps the quotient finite.</param>
/// <param name="WeightDecay">λ: decoupled decay in its proximal form, θ ← θ/(1 + ηλ) after the step.</param>
/// <param name="Maximize">Whether to climb instead of descend; decay still shrinks.</param>
[Method("adan", "Adam with Nesterov momentum from differences of gradients",
    Choose = "Vision transformers and large batches, at rates 5 to 10 times those of adamw; keeps four numbers per parameter.",
    Source = "Xie, Zhou, Li, Lin, Yan 2022, algorithm 1")]
[Convention("the paper", "writes its βs as one minus these: m ← (1 − β₁)m + β₁g")]
[Convention("the authors' PyTorch code", "Adan: the same, lr = 0.001, betas = (0.98, 0.92, 0.99), no_prox = False; max_grad_norm clips beforehand and is left to a clipping of its own")]
[Convention("timm", "Adan: the same; with no_prox the decay is θ ← θ(1 − ηλ) before the step")]
[Convention("PyTorch and Keras", "no such rule")]
[Convention("Optax", "adan: looks ahead by 1 − β₂ instead of β₂ (0.08 by default), eps_root = 1e-8 stands inside the root, the decay is θ ← θ − ηλθ; the rate must be given")]
public sealed record Adan(
    [Param("learning rate", Min = 0)] double Lr = 1e-3,
    [Param("how slowly the mean forgets", Min = 0, Max = 1, BelowMax = true)] double Beta1 = 0.98,
    [Param("how slowly the mean of gradient differences forgets", Min = 0, Max = 1, BelowMax = true)] double Beta2 = 0.92,
    [Param("how slowly the mean of squares forgets", Min = 0, Max = 1, BelowMax = true)] double Beta3 = 0.99,
    [Param("keeps the quotient finite", Min = 0)] double Eps = 1e-8,
    [Param("decoupled decay; a step divides weights by 1 + lr·weightDecay", Min = 0)] double WeightDecay = 0,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr)
{
    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user) => user.Run<Rule<T>, State<T>>(new(this, at));

    /// <summary>The three means, and p: the gradient of the step before.</summary>
    private struct State<T> : IState<State<T>, T> where T : struct, IReal<T>
    {
        public T m, d, n, p;

        private static readonly string[] s_names = ["m", "d", "n", "p"];

        public static ReadOnlySpan<string> Names => s_names;

        public static int Count => 4;

        public T this[int slot]
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            readonly get => slot == 0 ? m : slot == 1 ? d : slot == 2 ? n : p;
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            set
            {
                if (slot == 0) m = value; else if (slot == 1) d = value; else if (slot == 2) n = value; else p = value;
            }
        }
    }

    private readonly struct Rule<T>(Adan adan, StepContext at) : IUpdateRule<T, State<T>> where T : struct, IReal<T>
    {
        private readonly Descent<T> _descent = new(weightDecay: 0, adan.Maximize);
        private readonly RootQuotient<T> _over = new(adan.Eps, inside: false);
        private readonly bool _isFirst = at.Step == 1;
        private readonly T β1 = T.Parameter(adan.Beta1, "β₁"), _fresh1 = T.Parameter(1 - adan.Beta1, "(1 − β₁)");
        private readonly T β2 = T.Parameter(adan.Beta2, "β₂"), _fresh2 = T.Parameter(1 - adan.Beta2, "(1 − β₂)");
        private readonly T β3 = T.Parameter(adan.Beta3, "β₃"), _fresh3 = T.Parameter(1 - adan.Beta3, "(1 − β₃)");
        private readonly T _mean = T.Parameter(at.Rate / (1 - Math.Pow(adan.Beta1, at.Step)), "η/(1 − β₁ᵗ)");
        private readonly T _ahead = T.Parameter(at.Rate * adan.Beta2 / (1 - Math.Pow(adan.Beta2, at.Step)), "ηβ₂/(1 − β₂ᵗ)");
        private readonly T _rootBias = T.Parameter(1 / Math.Sqrt(1 - Math.Pow(adan.Beta3, at.Step)), "1/√(1 − β₃ᵗ)");
        private readonly T _keep = adan.WeightDecay == 0 ? T.One : T.Parameter(1 / (1 + at.Rate * adan.WeightDecay), "1/(1 + ηλ)");

        public void Step(ref T θ, T g, ref State<T> s)
        {
            g = _descent.Gradient(θ, g);
            T Δ = _isFirst ? T.Zero : g - s.p;
            T ahead = g + β2 * Δ;
            s.m = β1 * s.m + _fresh1 * g;
            s.d = β2 * s.d + _fresh2 * Δ;
            s.n = β3 * s.n + _fresh3 * (ahead * ahead);
            s.p = g;
            θ = _keep * (θ - _over.Divide(_mean * s.m + _ahead * s.d, s.n, _rootBias));
        }
    }
}
