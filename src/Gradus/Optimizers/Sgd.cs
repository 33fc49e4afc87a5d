using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// Stochastic gradient descent, plain or with momentum: v ← μv + (1 − τ)g, θ ← θ − ηv, and with Nesterov's look-ahead
/// θ ← θ − η(g + μv). The first step sets v = g. Weight decay adds λθ to the gradient.
/// </summary>
/// <param name="Lr">η: the learning rate.</param>
/// <param name="Momentum">μ: how much of the velocity survives a step; 0.9 is customary.</param>
/// <param name="Dampening">τ: how much of the gradient does not enter the velocity.</param>
/// <param name="WeightDecay">λ: added to the gradient as λθ (coupled, L2).</param>
/// <param name="Nesterov">Whether to step along g + μv; needs momentum and no dampening.</param>
/// <param name="Maximize">Whether to climb instead of descend; weight decay still shrinks.</param>
[Method("sgd", "gradient descent, with heavy-ball or Nesterov momentum on request",
    Choose = "Networks with a known good recipe, convolutional ones above all: cheapest memory, often the best generalization, but the rate must be tuned.",
    Source = "Polyak 1964 (momentum); Nesterov 1983 and Sutskever et al. 2013, eq. 3-4 (look-ahead)")]
[Convention("PyTorch", "SGD: the same, lr = 0.001; the first velocity is the whole gradient, dampened or not, and weight_decay is coupled. The rate multiplies the velocity when it is applied, so changing the rate acts at once")]
[Convention("Keras", "SGD: v ← μv − ηg, θ ← θ + v, learning_rate = 0.01. The rate enters the velocity; the same path while the rate is constant. weight_decay is decoupled: θ ← θ(1 − ηλ) beforehand, as in every Keras optimizer")]
[Convention("Optax", "sgd: the same without dampening; the rate must be given. add_decayed_weights before it is this weightDecay")]
[Convention("timm", "sgd sets nesterov = True; sgdw decouples the decay")]
[Convention("the lecture", "v = βv + ∇L(θ − βv), θ = θ − ηv: with this velocity the look-ahead point is θ − ηβv; Sutskever's rearrangement evaluates the gradient at θ itself and follows the same path in shifted variables")]
public sealed record Sgd(
    [Param("learning rate", Min = 0)] double Lr = 1e-2,
    [Param("share of the velocity that survives a step", Min = 0, Max = 1, BelowMax = true)] double Momentum = 0,
    [Param("share of the gradient kept out of the velocity", Min = 0, Max = 1)] double Dampening = 0,
    [Param("L2 penalty, added to the gradient", Min = 0)] double WeightDecay = 0,
    [Param("step along the look-ahead direction")] bool Nesterov = false,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr), IChecked
{
    string? IChecked.Complaint => Nesterov && (Momentum == 0 || Dampening != 0)
        ? "nesterov looks ahead along the velocity, so it needs momentum > 0 and dampening = 0"
        : null;

    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user)
    {
        if (Momentum == 0) user.Run<Plain<T>, Stateless<T>>(new(this, at));
        else if (Nesterov) user.Run<LookAhead<T>, Velocity<T>>(new(this, at));
        else user.Run<HeavyBall<T>, Velocity<T>>(new(this, at));
    }

    private readonly struct Plain<T>(Sgd sgd, StepContext at) : IUpdateRule<T, Stateless<T>> where T : struct, IReal<T>
    {
        private readonly Descent<T> _descent = new(sgd.WeightDecay, sgd.Maximize);
        private readonly T η = T.Parameter(at.Rate, "η");

        public void Step(ref T θ, T g, ref Stateless<T> s) => θ -= η * _descent.Gradient(θ, g);
    }

    /// <summary>The constants of v ← μv + (1 − τ)g; at the first step, of v ← g.</summary>
    private readonly struct Ball<T>(Sgd sgd, StepContext at) where T : struct, IReal<T>
    {
        public readonly T η = T.Parameter(at.Rate, "η");
        public readonly T μ = T.Parameter(sgd.Momentum, "μ");
        private readonly Descent<T> _descent = new(sgd.WeightDecay, sgd.Maximize);
        private readonly T _keep = at.Step == 1 ? T.Zero : T.Parameter(sgd.Momentum, "μ");
        private readonly T _take = at.Step == 1 || sgd.Dampening == 0 ? T.One : T.Parameter(1 - sgd.Dampening, "(1 − τ)");

        public T Roll(T θ, T g, ref Velocity<T> s)
        {
            g = _descent.Gradient(θ, g);
            s.v = _keep * s.v + _take * g;
            return g;
        }
    }

    private readonly struct HeavyBall<T>(Sgd sgd, StepContext at) : IUpdateRule<T, Velocity<T>> where T : struct, IReal<T>
    {
        private readonly Ball<T> _ball = new(sgd, at);

        public void Step(ref T θ, T g, ref Velocity<T> s)
        {
            _ball.Roll(θ, g, ref s);
            θ -= _ball.η * s.v;
        }
    }

    private readonly struct LookAhead<T>(Sgd sgd, StepContext at) : IUpdateRule<T, Velocity<T>> where T : struct, IReal<T>
    {
        private readonly Ball<T> _ball = new(sgd, at);

        public void Step(ref T θ, T g, ref Velocity<T> s)
        {
            g = _ball.Roll(θ, g, ref s);
            θ -= _ball.η * (g + _ball.μ * s.v);
        }
    }
}
