using System.Runtime.CompilerServices;
using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// MADGRAD, momentumized adaptive dual averaging: with ηₜ = η√t, s ← s + ηₜg, v ← v + ηₜg², z = θ₀ − s / (∛v + ε),
/// θ ← (1 − c)θ + cz with c = 1 − μ. Defazio, Jelassi (2021), algorithm 1.
/// </summary>
/// <param name="Lr">η: the learning rate.</param>
/// <param name="Momentum">μ: how much of the parameter survives a step; the rest comes from z.</param>
/// <param name="Eps">ε: keeps the quotient finite.</param>
/// <param name="WeightDecay">λ: added to the gradient as λθ.</param>
/// <param name="Maximize">Whether to climb instead of descend; weight decay still shrinks.</param>
[Method("madgrad", "dual averaging of gradients, scaled by the cube root of their squares",
    Choose = "Where adam generalizes badly and sgd is slow: vision, sparse embeddings. Needs less weight decay than either, often none.",
    Source = "Defazio, Jelassi 2021, algorithm 1")]
[Convention("the authors' PyTorch code", "MADGRAD: the same, lr = 0.01, momentum = 0.9, eps = 1e-6, except that it adds eps to lr")]
[Convention("timm", "MADGRAD: as the authors' code; decoupled_decay shrinks θ beforehand, here decay is coupled")]
[Convention("PyTorch, Keras and Optax", "no such rule")]
public sealed record MadGrad(
    [Param("learning rate", Min = 0)] double Lr = 1e-2,
    [Param("share of the parameter that survives a step", Min = 0, Max = 1, BelowMax = true)] double Momentum = 0.9,
    [Param("keeps the quotient finite", Min = 0)] double Eps = 1e-6,
    [Param("L2 penalty, added to the gradient", Min = 0)] double WeightDecay = 0,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr)
{
    /// <inheritdoc/>
    public override bool KeepsExact(int slot) => true;

    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user) => user.Run<Rule<T>, State<T>>(new(this, at));

    /// <summary>The weighted sums of gradients and of their squares, and o: the origin θ₀ from which they lead.</summary>
    private struct State<T> : IState<State<T>, T> where T : struct, IReal<T>
    {
        public T s, v, o;

        private static readonly string[] s_names = ["s", "v", "o"];

        public static ReadOnlySpan<string> Names => s_names;

        public static int Count => 3;

        public T this[int slot]
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            readonly get => slot == 0 ? s : slot == 1 ? v : o;
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            set
            {
                if (slot == 0) s = value; else if (slot == 1) v = value; else o = value;
            }
        }
    }

    private readonly struct Rule<T>(MadGrad madgrad, StepContext at) : IUpdateRule<T, State<T>> where T : struct, IReal<T>
    {
        private readonly Descent<T> _descent = new(madgrad.WeightDecay, madgrad.Maximize);
        private readonly bool _isFirst = at.Step == 1;
        private readonly T η = T.Parameter(at.Rate * Math.Sqrt(at.Step), "ηₜ"), ε = T.Parameter(madgrad.Eps, "ε");
        private readonly T _keep = madgrad.Momentum == 0 ? T.Zero : T.Parameter(madgrad.Momentum, "μ");
        private readonly T c = madgrad.Momentum == 0 ? T.One : T.Parameter(1 - madgrad.Momentum, "(1 − μ)");

        public void Step(ref T θ, T g, ref State<T> s)
        {
            if (_isFirst) s.o = θ;
            g = _descent.Gradient(θ, g);
            s.s += η * g;
            s.v += η * (g * g);
            T z = s.o - s.s / (T.Power(s.v, 1.0 / 3, "1/3") + ε);
            θ = _keep * θ + c * z;
        }
    }
}
