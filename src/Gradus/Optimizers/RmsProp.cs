using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// RMSprop: v ← αv + (1 − α)g², θ ← θ − η g / (√v + ε); centred, the variance v − ḡ² takes the place of v; with
/// momentum, b ← μb + g / (√v + ε), θ ← θ − ηb. Hinton (2012), lecture 6e; centred: Graves (2013), eq. 38–45.
/// </summary>
/// <param name="Lr">η: the learning rate.</param>
/// <param name="Alpha">α: how slowly the mean of squares forgets (ρ in the lecture).</param>
/// <param name="Eps">ε: keeps the quotient finite.</param>
/// <param name="WeightDecay">λ: added to the gradient as λθ.</param>
/// <param name="Momentum">μ: momentum on the scaled gradient.</param>
/// <param name="Centered">Whether to divide by the standard deviation instead of the root mean square.</param>
/// <param name="EpsilonInside">Whether ε stands under the root.</param>
/// <param name="Maximize">Whether to climb instead of descend.</param>
[Method("rmsprop", "divides by the root of a running mean of squared gradients",
    Choose = "Recurrent networks, reinforcement learning and other non-stationary objectives.",
    Source = "Hinton 2012, Coursera lecture 6e; centred form: Graves 2013, eq. 38-45")]
[Convention("PyTorch", "RMSprop: the same, lr = 0.01, alpha = 0.99, ε = 1e-8 outside the root; the rate multiplies the momentum when it is applied, weight_decay is coupled")]
[Convention("Keras", "RMSprop: learning_rate = 0.001, rho = 0.9, ε = 1e-7 inside the root, centred or not; the rate enters the momentum, weight_decay is decoupled")]
[Convention("Optax", "rmsprop: the rate must be given, decay = 0.9, ε = 1e-8 inside the root unless eps_in_sqrt = False; v starts from initial_scale = 0, the rate enters the momentum; bias_correction on request")]
[Convention("timm", "rmsproptf, as TensorFlow 1: alpha = 0.9, v starts from 1, ε = 1e-10 inside the root, the rate enters the momentum")]
[Convention("the lecture", "ρ = 0.9 and η/√(E[g²] + ε): set alpha=0.9, epsilonInside")]
public sealed record RmsProp(
    [Param("learning rate", Min = 0)] double Lr = 1e-2,
    [Param("how slowly the mean of squares forgets", Min = 0, Max = 1, BelowMax = true)] double Alpha = 0.99,
    [Param("keeps the quotient finite", Min = 0)] double Eps = 1e-8,
    [Param("L2 penalty, added to the gradient", Min = 0)] double WeightDecay = 0,
    [Param("momentum on the scaled gradient", Min = 0, Max = 1, BelowMax = true)] double Momentum = 0,
    [Param("divide by the standard deviation")] bool Centered = false,
    [Param("put eps under the root")] bool EpsilonInside = false,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr)
{
    private interface ISwitch
    {
        static abstract bool On { get; }
    }

    private readonly struct Yes : ISwitch
    {
        public static bool On => true;
    }

    private readonly struct No : ISwitch
    {
        public static bool On => false;
    }

    /// <inheritdoc/>
    public override bool KeepsExact(int slot) => Centered && slot < 2;

    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user)
    {
        if (Momentum > 0 && Centered) user.Run<Rule<T, Yes, Yes>, State<T, Yes, Yes>>(new(this, at));
        else if (Momentum > 0) user.Run<Rule<T, Yes, No>, State<T, Yes, No>>(new(this, at));
        else if (Centered) user.Run<Rule<T, No, Yes>, State<T, No, Yes>>(new(this, at));
        else user.Run<Rule<T, No, No>, State<T, No, No>>(new(this, at));
    }

    /// <summary>v; ḡ where it is centred; b where there is momentum.</summary>
    private struct State<T, TMomentum, TCentered> : IState<State<T, TMomentum, TCentered>, T>
        where T : struct, IReal<T> where TMomentum : struct, ISwitch where TCentered : struct, ISwitch
    {
        public T v, ḡ, b;

        private static readonly string[] s_names =
            [.. new[] { "v" }, .. TCentered.On ? ["ḡ"] : Array.Empty<string>(), .. TMomentum.On ? ["b"] : Array.Empty<string>()];

        public static ReadOnlySpan<string> Names => s_names;

        public static int Count => 1 + (TMomentum.On ? 1 : 0) + (TCentered.On ? 1 : 0);

        public T this[int slot]
        {
            readonly get => slot == 0 ? v : TCentered.On && slot == 1 ? ḡ : b;
            set
            {
                if (slot == 0) v = value; else if (TCentered.On && slot == 1) ḡ = value; else b = value;
            }
        }
    }

    private readonly struct Rule<T, TMomentum, TCentered>(RmsProp rms, StepContext at) : IUpdateRule<T, State<T, TMomentum, TCentered>>
        where T : struct, IReal<T> where TMomentum : struct, ISwitch where TCentered : struct, ISwitch
    {
        private readonly Descent<T> _descent = new(rms.WeightDecay, rms.Maximize);
        private readonly RootQuotient<T> _over = new(rms.Eps, rms.EpsilonInside);
        private readonly T η = T.Parameter(at.Rate, "η");
        private readonly T α = T.Parameter(rms.Alpha, "α"), _fresh = T.Parameter(1 - rms.Alpha, "(1 − α)");
        private readonly T μ = T.Parameter(rms.Momentum, "μ");

        public void Step(ref T θ, T g, ref State<T, TMomentum, TCentered> s)
        {
            g = _descent.Gradient(θ, g);
            s.v = α * s.v + _fresh * (g * g);
            T spread = s.v;
            if (TCentered.On)
            {
                s.ḡ = α * s.ḡ + _fresh * g;
                spread -= s.ḡ * s.ḡ;
            }

            T u = _over.Divide(g, spread);
            if (TMomentum.On) u = s.b = μ * s.b + u;
            θ -= η * u;
        }
    }
}
