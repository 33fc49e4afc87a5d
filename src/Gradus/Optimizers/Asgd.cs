using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// Averaged gradient descent: θ ← θ(1 − ληₜ) − ηₜg with ηₜ = η/(1 + λη(t − 1))^α, and from step t₀ on the running mean
/// a ← a + (θ − a)/max(1, t − 1 − t₀) of all iterates, which is the point to evaluate. Polyak, Juditsky (1992).
/// </summary>
/// <remarks>
/// Until averaging begins a is θ itself: <see cref="T0"/> is to lie before the end of training. A schedule moves η, and
/// with it both the rate and its decay.
/// </remarks>
/// <param name="Lr">η: the learning rate of the first step.</param>
/// <param name="Lambd">λ: how fast the rate falls, and how much a step shrinks θ (decoupled: by λη of itself).</param>
/// <param name="Alpha">α: the power by which the rate falls.</param>
/// <param name="T0">t₀: after how many steps averaging begins.</param>
/// <param name="WeightDecay">A second decay, added to the gradient (coupled, L2).</param>
/// <param name="Maximize">Whether to climb instead of descend; both decays still shrink.</param>
[Method("asgd", "gradient descent whose running mean is the result",
    Choose = "Convex problems and linear models trained step by step, where the mean of a noisy path is optimal. Set t0 to where the path has settled, and evaluate at the average.",
    Source = "Polyak, Juditsky 1992 (averaging); Xu 2011 and Bottou 2012 (rate and t0)")]
[Convention("PyTorch", "ASGD: the same at a constant rate, lr = 0.01, lambd = 1e-4, alpha = 0.75, t0 = 1e6 (no average begins within a million steps); a schedule acts there one step later. The average is the state `ax`, which nothing swaps in. The foreach path of versions around 2.1 has η/(1 + λη·t^α) instead")]
[Convention("Keras", "no such rule; use_ema keeps an exponential average of the weights, for every optimizer")]
[Convention("Optax", "no such rule")]
public sealed record Asgd(
    [Param("learning rate of the first step", Min = 0)] double Lr = 1e-2,
    [Param("decay of the rate, and decoupled decay of the weights", Min = 0)] double Lambd = 1e-4,
    [Param("power by which the rate falls", Min = 0)] double Alpha = 0.75,
    [Param("step after which averaging begins", Min = 0)] double T0 = 1e6,
    [Param("L2 penalty, added to the gradient", Min = 0)] double WeightDecay = 0,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr), IAveragingOptimizer
{
    /// <summary>One of those that average, where the average is no longer the parameter itself.</summary>
    internal override long PrintedStep => (long)Math.Min(T0, 1e15) + 3;

    /// <inheritdoc/>
    public override bool KeepsExact(int slot) => true;

    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user) => user.Run<Rule<T>, One<T, NamedA>>(new(this, at));

    /// <inheritdoc/>
    public T Average<T, TState>(T θ, TState s) where T : struct, IReal<T> where TState : struct, IState<TState, T> => s[0];

    private readonly struct NamedA : ISlotName
    {
        public static string Text => "a";
    }

    private readonly struct Rule<T> : IUpdateRule<T, One<T, NamedA>> where T : struct, IReal<T>
    {
        private readonly Descent<T> _descent;
        private readonly T η, μ, _keep;
        private readonly bool _averages;

        public Rule(Asgd asgd, StepContext at)
        {
            double rate = at.Rate / Math.Pow(1 + asgd.Lambd * at.Rate * (at.Step - 1), asgd.Alpha), averaged = at.Step - 1 - asgd.T0;
            _descent = new(asgd.WeightDecay, asgd.Maximize);
            η = T.Parameter(rate, "ηₜ");
            μ = T.Parameter(1 / Math.Max(1, averaged), "μₜ");
            _keep = asgd.Lambd == 0 ? T.One : T.Parameter(1 - asgd.Lambd * rate, "(1 − ληₜ)");
            _averages = averaged > 1;
        }

        public void Step(ref T θ, T g, ref One<T, NamedA> s)
        {
            θ = _keep * θ - η * _descent.Gradient(θ, g);
            s.Value = _averages ? s.Value + μ * (θ - s.Value) : θ;
        }
    }
}
