using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// Lion: θ ← θ(1 − ηλ) − η sign(β₁m + (1 − β₁)g), then m ← β₂m + (1 − β₂)g. Chen et al. (2023), algorithm 2. Every element
/// moves by η in each step.
/// </summary>
/// <param name="Lr">η: the length of each element's step; 3 to 10 times smaller than AdamW's.</param>
/// <param name="Beta1">β₁: the share of the mean in the direction.</param>
/// <param name="Beta2">β₂: how slowly the mean forgets.</param>
/// <param name="WeightDecay">λ: each step shrinks θ by ηλ of itself; 3 to 10 times larger than AdamW's.</param>
/// <param name="Maximize">Whether to climb instead of descend; decay still shrinks.</param>
[Method("lion", "steps by the sign of an interpolated momentum",
    Choose = "Large batches and large models where adamw's memory hurts: one state instead of two. Divide adamw's lr by 3 to 10 and multiply its weightDecay by as much.",
    Source = "Chen, Liang, Huang, Real, Wang, et al. 2023, algorithm 2")]
[Convention("PyTorch", "not in torch.optim; the authors' lion_pytorch: the same, lr = 1e-4, betas = (0.9, 0.99), weight_decay = 0, decoupled")]
[Convention("Keras", "Lion: the same, learning_rate = 0.001; weight_decay is decoupled and absent unless given")]
[Convention("Optax", "lion: the same, weight_decay = 0.001, decoupled; the rate must be given")]
[Convention("timm", "lion: the same, lr = 1e-4; no decay unless given")]
public sealed record Lion(
    [Param("learning rate: how far each element moves", Min = 0)] double Lr = 1e-4,
    [Param("share of the mean in the direction", Min = 0, Max = 1, BelowMax = true)] double Beta1 = 0.9,
    [Param("how slowly the mean forgets", Min = 0, Max = 1, BelowMax = true)] double Beta2 = 0.99,
    [Param("decoupled decay; a step shrinks weights by lr·weightDecay", Min = 0)] double WeightDecay = 0,
    [Param("climb instead of descend")] bool Maximize = false) : ElementwiseOptimizer(Lr)
{
    /// <inheritdoc/>
    protected internal override void Use<T, TUser>(StepContext at, TUser user) =>
        user.Run<DecoupledDecay<Rule<T>, One<T, NamedM>, T>, One<T, NamedM>>(new(new(this, at), at.Rate * WeightDecay));

    private readonly struct Rule<T>(Lion lion, StepContext at) : IUpdateRule<T, One<T, NamedM>> where T : struct, IReal<T>
    {
        private readonly Descent<T> _descent = new(weightDecay: 0, lion.Maximize);
        private readonly T η = T.Parameter(at.Rate, "η");
        private readonly T β1 = T.Parameter(lion.Beta1, "β₁"), _fresh1 = T.Parameter(1 - lion.Beta1, "(1 − β₁)");
        private readonly T β2 = T.Parameter(lion.Beta2, "β₂"), _fresh2 = T.Parameter(1 - lion.Beta2, "(1 − β₂)");

        public void Step(ref T θ, T g, ref One<T, NamedM> s)
        {
            g = _descent.Gradient(θ, g);
            θ -= η * T.Sign(β1 * s.Value + _fresh1 * g);
            s.Value = β2 * s.Value + _fresh2 * g;
        }
    }
}
