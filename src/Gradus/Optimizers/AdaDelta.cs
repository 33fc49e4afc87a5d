using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// Adadelta: v ← ρv + (1 − ρ)g², Δ = g √(u + ε) / √(v + ε), u ← ρu + (1 − ρ)Δ², θ ← θ − ηΔ. Zeiler (2012), algorithm 1:
/// the step has the units of the parameter, so that η = 1 and nothing is left to tune.
/// </summary>
/// <param name="Lr">η: a factor on the step; 1 in the paper.</param>
/// <param name="Rho">ρ: how slowly both means of squares forget.</param>
/// <param name="Eps">ε: keeps the quotient finite and starts the first step, which is about √(ε / (1 − ρ)).</param>
/// <param name="WeightDecay">λ: added to the gradient as λθ.</param>
/// <param name="Maximize">Whether to climb instead of descend.</param>
[Method("adadelta", "divides by the root mean square of gradients, multiplies by that of past steps",
    Choose = "Where no learning rate can be tuned; it starts slowly. In most other cases take adam.",
    Source = "Zeiler 2012, algorithm 1")]
[Convention("PyTorch", "Adadelta: the same, lr = 1, rho = 0.9, eps = 1e-6 inside both roots; weight_decay is coupled")]
[Convention("Keras", "Adadelta: the same update, but learning_rate = 0.001, rho = 0.95, epsilon = 1e-7: set lr=1 for the paper's. weight_decay is decoupled")]
[Convention("Optax", "adadelta: the same, rho = 0.9, eps = 1e-6, weight_decay coupled; the rate must be given")]
[Convention("the paper", "no rate: lr = 1; rho = 0.95, ε = 1e-6 in its experiments")]
public sealed record AdaDelta(
    [Param("factor on the step", Min = 0)] double Lr = 1,
    [Param("how slowly the means of squares forget", Min = 0, Max = 1, BelowMax = true)] double Rho = 0.9,
    [Param("keeps the quotient finite and starts the first step", Min = 0)] double Eps = 1e-6,
    [Param("L2 penalty, added to the gradient", Min = 0)] double WeightDecay = 0,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr)
{
    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user) => user.Run<Rule<T>, Two<T, NamedV, NamedU>>(new(this, at));

    private readonly struct NamedU : ISlotName
    {
        public static string Text => "u";
    }

    private readonly struct Rule<T>(AdaDelta adadelta, StepContext at) : IUpdateRule<T, Two<T, NamedV, NamedU>> where T : struct, IReal<T>
    {
        private readonly Descent<T> _descent = new(adadelta.WeightDecay, adadelta.Maximize);
        private readonly T η = T.Parameter(at.Rate, "η"), ε = T.Parameter(adadelta.Eps, "ε");
        private readonly T ρ = T.Parameter(adadelta.Rho, "ρ"), _fresh = T.Parameter(1 - adadelta.Rho, "(1 − ρ)");

        public void Step(ref T θ, T g, ref Two<T, NamedV, NamedU> s)
        {
            ref T v = ref s.First, u = ref s.Second;
            g = _descent.Gradient(θ, g);
            v = ρ * v + _fresh * (g * g);
            T Δ = T.Sqrt(u + ε) / T.Sqrt(v + ε) * g;
            u = ρ * u + _fresh * (Δ * Δ);
            θ -= η * Δ;
        }
    }
}
