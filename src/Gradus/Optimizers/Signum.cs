using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// Signum: m ← βm + (1 − β)g, θ ← θ(1 − ηλ) − η sign(m); signSGD where β = 0. Bernstein et al. (2018), algorithm 2.
/// </summary>
/// <param name="Lr">η: the length of each element's step.</param>
/// <param name="Momentum">β: how slowly the mean forgets.</param>
/// <param name="WeightDecay">λ: each step shrinks θ by ηλ of itself.</param>
/// <param name="Maximize">Whether to climb instead of descend; decay still shrinks.</param>
[Method("signum", "steps by the sign of the momentum",
    Choose = "Distributed training that sends one bit for each element, and as a baseline for lion and adam.",
    Source = "Bernstein, Wang, Azizzadenesheli, Anandkumar 2018, algorithm 2")]
[Convention("PyTorch and Keras", "no such rule")]
[Convention("Optax", "sign_sgd: signSGD alone, so momentum=0; no decay of its own, the rate must be given")]
[Convention("MXNet", "Signum: the same, learning_rate = 0.01, momentum = 0.9; wd_lh is this weightDecay, wd one that is added to the gradient")]
public sealed record Signum(
    [Param("learning rate: how far each element moves", Min = 0)] double Lr = 1e-3,
    [Param("how slowly the mean forgets", Min = 0, Max = 1, BelowMax = true)] double Momentum = 0.9,
    [Param("decoupled decay; a step shrinks weights by lr·weightDecay", Min = 0)] double WeightDecay = 0,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr)
{
    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user) =>
        user.Run<DecoupledDecay<Rule<T>, One<T, NamedM>, T>, One<T, NamedM>>(new(new(this, at), at.Rate * WeightDecay));

    private readonly struct Rule<T>(Signum signum, StepContext at) : IUpdateRule<T, One<T, NamedM>> where T : struct, IReal<T>
    {
        private readonly Descent<T> _descent = new(weightDecay: 0, signum.Maximize);
        private readonly T η = T.Parameter(at.Rate, "η");
        private readonly T β = T.Parameter(signum.Momentum, "β"), _fresh = T.Parameter(1 - signum.Momentum, "(1 − β)");

        public void Step(ref T θ, T g, ref One<T, NamedM> s)
        {
            s.Value = β * s.Value + _fresh * _descent.Gradient(θ, g);
            θ -= η * T.Sign(s.Value);
        }
    }
}
