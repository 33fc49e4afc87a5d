using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// Nesterov's accelerated gradient with its look-ahead spelled out: v ← βv + ∇L(x − ηβv), x ← x − ηv. The parameter is the
/// look-ahead point θ = x − ηβv, where the gradient is wanted; the iterate x is kept in the state. Nesterov (1983).
/// </summary>
/// <remarks>At a constant rate θ takes the path of <see cref="Sgd"/> with <c>nesterov</c>; a changed rate moves the look-ahead of the next step only.</remarks>
/// <param name="Lr">η: the learning rate.</param>
/// <param name="Momentum">β: how much of the velocity survives a step.</param>
/// <param name="WeightDecay">λ: added to the gradient as λθ, at the look-ahead point.</param>
/// <param name="Maximize">Whether to climb instead of descend; decay still shrinks.</param>
[Method("nag", "Nesterov's momentum with an explicit look-ahead point",
    Choose = "To study the look-ahead, or to read off both the iterate and the point of the gradient. For training, sgd with nesterov takes the same path with less memory.",
    Source = "Nesterov 1983; Sutskever et al. 2013, eq. 3-4")]
[Convention("PyTorch", "SGD with nesterov = True: the path of the look-ahead point at a constant rate")]
[Convention("Keras", "SGD with nesterov = True: the same path at a constant rate; weight_decay is decoupled")]
[Convention("Optax", "sgd with nesterov = True: the same path at a constant rate")]
[Convention("the lecture", "v = βv + ∇L(θ − βv), θ = θ − ηv: the look-ahead must be θ − ηβv, since this velocity does not contain η; the lecture's θ is the state x")]
public sealed record Nag(
    [Param("learning rate", Min = 0)] double Lr = 1e-2,
    [Param("share of the velocity that survives a step", Min = 0, Max = 1, BelowMax = true)] double Momentum = 0.9,
    [Param("L2 penalty, added to the gradient", Min = 0)] double WeightDecay = 0,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr)
{
    /// <inheritdoc/>
    public override bool KeepsExact(int slot) => slot == 1;

    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user)
    {
        if (at.Step == 1) user.Run<First<T>, Two<T, NamedV, NamedX>>(new(new(this, at)));
        else user.Run<Rule<T>, Two<T, NamedV, NamedX>>(new(this, at));
    }

    private readonly struct NamedX : ISlotName
    {
        public static string Text => "x";
    }

    /// <summary>Before the first step there is no velocity: the iterate is the parameter itself.</summary>
    private readonly struct First<T>(Rule<T> rule) : IUpdateRule<T, Two<T, NamedV, NamedX>> where T : struct, IReal<T>
    {
        public void Step(ref T θ, T g, ref Two<T, NamedV, NamedX> s)
        {
            s.Second = θ;
            rule.Step(ref θ, g, ref s);
        }
    }

    private readonly struct Rule<T>(Nag nag, StepContext at) : IUpdateRule<T, Two<T, NamedV, NamedX>> where T : struct, IReal<T>
    {
        private readonly Descent<T> _descent = new(nag.WeightDecay, nag.Maximize);
        private readonly T η = T.Parameter(at.Rate, "η"), β = T.Parameter(nag.Momentum, "β");
        private readonly T _ahead = T.Parameter(at.Rate * nag.Momentum, "ηβ");

        public void Step(ref T θ, T g, ref Two<T, NamedV, NamedX> s)
        {
            ref T v = ref s.First, x = ref s.Second;
            v = β * v + _descent.Gradient(θ, g);
            x -= η * v;
            θ = x - _ahead * v;
        }
    }
}
