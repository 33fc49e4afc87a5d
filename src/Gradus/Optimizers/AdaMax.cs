using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// AdaMax: m ← β₁m + (1 − β₁)g, u ← max(β₂u, |g| + ε), θ ← θ − η/(1 − β₁ᵗ) · m/u. Kingma, Ba (2015), algorithm 2: Adam
/// with the largest gradient, slowly forgotten, in place of the root mean square. The paper has no ε.
/// </summary>
/// <param name="Lr">η: the learning rate; no element moves further than about η in a step.</param>
/// <param name="Beta1">β₁: how slowly the mean forgets.</param>
/// <param name="Beta2">β₂: how slowly the largest gradient is forgotten.</param>
/// <param name="Eps">ε: added to |g|, so that u is never 0.</param>
/// <param name="WeightDecay">λ: added to the gradient as λθ.</param>
/// <param name="Maximize">Whether to climb instead of descend.</param>
[Method("adamax", "Adam, scaled by the largest recent gradient",
    Choose = "Sparse or heavy-tailed gradients, embeddings above all, where adam's step after a long silence is too large.",
    Source = "Kingma, Ba 2015, algorithm 2")]
[Convention("PyTorch", "Adamax: the same, lr = 0.002, eps = 1e-8 added to |g|; weight_decay is coupled")]
[Convention("Keras", "Adamax: u ← max(β₂u, |g|) and m/(u + ε), ε = 1e-7, learning_rate = 0.001; weight_decay is decoupled")]
[Convention("Optax", "adamax: as PyTorch, the rate must be given and no decay of its own; adamaxw has a decoupled weight_decay = 1e-4")]
[Convention("the paper", "no ε")]
public sealed record AdaMax(
    [Param("learning rate", Min = 0)] double Lr = 2e-3,
    [Param("how slowly the mean forgets", Min = 0, Max = 1, BelowMax = true)] double Beta1 = 0.9,
    [Param("how slowly the largest gradient is forgotten", Min = 0, Max = 1, BelowMax = true)] double Beta2 = 0.999,
    [Param("keeps the quotient finite", Min = 0)] double Eps = 1e-8,
    [Param("L2 penalty, added to the gradient", Min = 0)] double WeightDecay = 0,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr)
{
    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user) => user.Run<Rule<T>, Two<T, NamedM, NamedU>>(new(this, at));

    private readonly struct NamedU : ISlotName
    {
        public static string Text => "u";
    }

    private readonly struct Rule<T>(AdaMax adamax, StepContext at) : IUpdateRule<T, Two<T, NamedM, NamedU>> where T : struct, IReal<T>
    {
        private readonly Descent<T> _descent = new(adamax.WeightDecay, adamax.Maximize);
        private readonly T β1 = T.Parameter(adamax.Beta1, "β₁"), _fresh = T.Parameter(1 - adamax.Beta1, "(1 − β₁)");
        private readonly T β2 = T.Parameter(adamax.Beta2, "β₂"), ε = T.Parameter(adamax.Eps, "ε");
        private readonly T η = T.Parameter(at.Rate / (1 - Math.Pow(adamax.Beta1, at.Step)), "η/(1 − β₁ᵗ)");

        public void Step(ref T θ, T g, ref Two<T, NamedM, NamedU> s)
        {
            ref T m = ref s.First, u = ref s.Second;
            g = _descent.Gradient(θ, g);
            m = β1 * m + _fresh * g;
            u = T.Max(β2 * u, T.Abs(g) + ε);
            θ -= η * (m / u);
        }
    }
}
