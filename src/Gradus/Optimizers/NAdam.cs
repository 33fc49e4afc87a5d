using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// NAdam: Adam with Nesterov's look-ahead. With μₜ = β₁(1 − ½·0.96^(tψ)) and Πμ = μ₁μ₂…μₜ,
/// θ ← θ − η [ (1 − μₜ)/(1 − Πμ) g + μₜ₊₁/(1 − Πμ·μₜ₊₁) m ] / (√v̂ + ε), where m and v are Adam's. Dozat (2016), algorithm 2.
/// PyTorch 1.x and TorchSharp count μₜ twice in the second correction, 1 − Πμ·μₜ·μₜ₊₁; so does this rule, unless
/// <see cref="ExactBias"/> is set. The difference fades with Πμ, within a few dozen steps.
/// </summary>
/// <param name="Lr">η: the learning rate.</param>
/// <param name="Beta1">β₁: how slowly the mean forgets, and what μₜ grows to.</param>
/// <param name="Beta2">β₂: how slowly the mean of squares forgets.</param>
/// <param name="Eps">ε: keeps the quotient finite.</param>
/// <param name="WeightDecay">λ: added to the gradient as λθ, unless it is decoupled.</param>
/// <param name="MomentumDecay">ψ: how fast μₜ grows from about β₁/2 to β₁.</param>
/// <param name="DecoupledWeightDecay">Whether a step shrinks the weights by ηλ instead, as in AdamW.</param>
/// <param name="ExactBias">Whether the second correction is the paper's 1 − Πμ·μₜ₊₁.</param>
/// <param name="Maximize">Whether to climb instead of descend; decay still shrinks.</param>
[Method("nadam", "Adam that looks ahead along its momentum",
    Choose = "A try where adam works and converges slowly; recurrent networks in the paper.",
    Source = "Dozat 2016, algorithm 2")]
[Convention("PyTorch", "NAdam: lr = 0.002, momentum_decay = 0.004; weight_decay is coupled unless decoupled_weight_decay. 1.x is the same; 2.x has the paper's correction of m: set exactBias")]
[Convention("TorchSharp", "NAdam: the same, as PyTorch 1.x")]
[Convention("Keras", "Nadam: learning_rate = 0.001, ε = 1e-7, and μₜ = β₁(1 − ½·0.96ᵗ): set momentumDecay=1, exactBias (before Keras 2.11 momentumDecay=0.004); weight_decay is decoupled")]
[Convention("Optax", "nadam: a constant β₁ in place of μₜ, m̂ = β₁m/(1 − β₁ᵗ⁺¹) + (1 − β₁)g/(1 − β₁ᵗ); nadamw has a decoupled weight_decay = 1e-4. The rate must be given")]
[Convention("timm", "nadam: the paper's (exactBias), decay coupled; nadamw is another rule: a constant β₁, (β₁m + (1 − β₁)g)/(1 − β₁ᵗ), lr = 0.001, weight_decay = 0.01 decoupled")]
public sealed record NAdam(
    [Param("learning rate", Min = 0)] double Lr = 2e-3,
    [Param("how slowly the mean forgets", Min = 0, Max = 1, BelowMax = true)] double Beta1 = 0.9,
    [Param("how slowly the mean of squares forgets", Min = 0, Max = 1, BelowMax = true)] double Beta2 = 0.999,
    [Param("keeps the quotient finite", Min = 0)] double Eps = 1e-8,
    [Param("L2 penalty, added to the gradient unless decoupled", Min = 0)] double WeightDecay = 0,
    [Param("how fast the momentum grows from half of beta1 to beta1", Min = 0)] double MomentumDecay = 4e-3,
    [Param("shrink the weights by lr·weightDecay instead")] bool DecoupledWeightDecay = false,
    [Param("correct the bias of m as the paper does")] bool ExactBias = false,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr)
{
    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user)
    {
        Rule<T> rule = new(this, at);
        if (DecoupledWeightDecay) user.Run<DecoupledDecay<Rule<T>, Moments<T>, T>, Moments<T>>(new(rule, at.Rate * WeightDecay));
        else user.Run<Rule<T>, Moments<T>>(rule);
    }

    /// <summary>The factors of g and of m in the step, which share one product of momenta.</summary>
    private (double Gradient, double Mean) Factors(StepContext at)
    {
        double now = Momentum(at.Step), next = Momentum(at.Step + 1), product = Product(at.Step);
        return (at.Rate * (1 - now) / (1 - product), at.Rate * next / (1 - product * next * (ExactBias ? 1 : now)));
    }

    private double Momentum(long step) => Beta1 * (1 - 0.5 * Math.Pow(0.96, step * MomentumDecay));

    /// <summary>μ₁μ₂…μₜ. It falls at least as fast as β₁ᵗ, so that only its beginning can be seen in 1 − Πμ.</summary>
    private double Product(long step)
    {
        double ratio = Math.Pow(0.96, MomentumDecay), power = 1, product = 1;
        for (long i = 1; i <= step && product > 1e-20; i++)
        {
            power *= ratio;
            product *= Beta1 * (1 - 0.5 * power);
        }

        return product;
    }

    private readonly struct Rule<T> : IUpdateRule<T, Moments<T>> where T : struct, IReal<T>
    {
        private readonly Descent<T> _descent;
        private readonly MomentUpdate<T> _moments;
        private readonly RootQuotient<T> _over;
        private readonly T _ofGradient, _ofMean, _rootBias;

        public Rule(NAdam nadam, StepContext at)
        {
            _descent = new(nadam.DecoupledWeightDecay ? 0 : nadam.WeightDecay, nadam.Maximize);
            _moments = new(nadam.Beta1, nadam.Beta2, nadam.Eps, at);
            _over = new(nadam.Eps, inside: false);
            (double ofGradient, double ofMean) = nadam.Factors(at);
            _ofGradient = T.Parameter(ofGradient, "η(1 − μₜ)/(1 − Πμ)");
            _ofMean = T.Parameter(ofMean, nadam.ExactBias ? "ημₜ₊₁/(1 − Πμ·μₜ₊₁)" : "ημₜ₊₁/(1 − Πμ·μₜμₜ₊₁)");
            _rootBias = T.Parameter(1 / Math.Sqrt(1 - Math.Pow(nadam.Beta2, at.Step)), "1/√(1 − β₂ᵗ)");
        }

        public void Step(ref T θ, T g, ref Moments<T> s)
        {
            g = _descent.Gradient(θ, g);
            _moments.Take(g, ref s.m, ref s.v);
            θ -= _over.Divide(_ofGradient * g + _ofMean * s.m, s.v, _rootBias);
        }
    }
}
