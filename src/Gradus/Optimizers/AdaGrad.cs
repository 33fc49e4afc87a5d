using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// AdaGrad: v ← v + g², θ ← θ − η_t g / (√v + ε) with η_t = η / (1 + (t − 1)·lrDecay). Duchi, Hazan, Singer (2011), fig. 1.
/// </summary>
/// <param name="Lr">η: the learning rate.</param>
/// <param name="LrDecay">How fast the rate shrinks by itself, per step.</param>
/// <param name="WeightDecay">λ: added to the gradient as λθ.</param>
/// <param name="InitialAccumulator">What v starts from.</param>
/// <param name="Eps">ε: keeps the quotient finite.</param>
/// <param name="EpsilonInside">Whether ε stands under the root, √(v + ε), as in many lectures.</param>
/// <param name="Maximize">Whether to climb instead of descend.</param>
[Method("adagrad", "each parameter's rate shrinks with its own past gradients",
    Choose = "Sparse features and convex problems: rare parameters keep large rates. On long runs of deep networks it stops too early.",
    Source = "Duchi, Hazan, Singer 2011, fig. 1")]
[Convention("PyTorch", "Adagrad: the same, lr = 0.01, v starts from 0, ε = 1e-10 outside the root; weight_decay is coupled")]
[Convention("Keras", "Adagrad: learning_rate = 0.001, v starts from 0.1, ε = 1e-7 inside the root, no lrDecay; weight_decay is decoupled")]
[Convention("Optax", "adagrad: the rate must be given, v starts from 0.1, ε = 1e-7 inside the root, no lrDecay and no decay of weights of its own")]
[Convention("the paper", "δ is added to the root, so outside; it may be 0 where v cannot be")]
[Convention("the lecture", "η/√(G + ε): set epsilonInside")]
public sealed record AdaGrad(
    [Param("learning rate", Min = 0)] double Lr = 1e-2,
    [Param("decay of the rate per step", Min = 0)] double LrDecay = 0,
    [Param("L2 penalty, added to the gradient", Min = 0)] double WeightDecay = 0,
    [Param("start of the sum of squares", Min = 0)] double InitialAccumulator = 0,
    [Param("keeps the quotient finite", Min = 0)] double Eps = 1e-10,
    [Param("put eps under the root")] bool EpsilonInside = false,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr)
{
    /// <inheritdoc/>
    public override double InitialState(int slot) => InitialAccumulator;

    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user) => user.Run<Rule<T>, Velocity<T>>(new(this, at));

    private readonly struct Rule<T>(AdaGrad adagrad, StepContext at) : IUpdateRule<T, Velocity<T>> where T : struct, IReal<T>
    {
        private readonly Descent<T> _descent = new(adagrad.WeightDecay, adagrad.Maximize);
        private readonly RootQuotient<T> _over = new(adagrad.Eps, adagrad.EpsilonInside);
        private readonly T η = adagrad.LrDecay == 0
            ? T.Parameter(at.Rate, "η")
            : T.Parameter(at.Rate / (1 + (at.Step - 1) * adagrad.LrDecay), "ηₜ");

        public void Step(ref T θ, T g, ref Velocity<T> s)
        {
            g = _descent.Gradient(θ, g);
            s.v += g * g;
            θ -= η * _over.Divide(g, s.v);
        }
    }
}
