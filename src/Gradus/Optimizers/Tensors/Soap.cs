namespace Gradus.Optimizers;

/// <summary>
/// SOAP, Adam in the eigenbasis of Shampoo: with the eigenvectors Q of L and Q′ of R, m ← β₁m + (1 − β₁)g,
/// v ← β₂v + (1 − β₂)(QᵀgQ′)², θ ← θ(1 − ηλ) − ηQ[(Qᵀm̂Q′)/(√v̂ + ε)]Q′ᵀ, then L ← β₂L + (1 − β₂)ggᵀ and R likewise; every
/// <paramref name="Interval"/> steps Q follows L by one step of power iteration, Q ← qr(LQ). Vyas et al. (2024), algorithms 3 and 4.
/// </summary>
/// <remarks>The first step finds the first basis and moves nothing, so that no gradient is seen in a basis made of it.</remarks>
/// <param name="Lr">η: the learning rate.</param>
/// <param name="Beta1">β₁: how slowly the mean forgets.</param>
/// <param name="Beta2">β₂: how slowly the mean of squares, L and R forget.</param>
/// <param name="Eps">ε: keeps the quotient finite.</param>
/// <param name="WeightDecay">λ: each step shrinks θ by ηλ of itself.</param>
/// <param name="Interval">How many steps a basis is kept for.</param>
/// <param name="MaxSize">Longer sides keep their own basis.</param>
/// <param name="PreconditionVectors">Whether vectors have an eigenbasis, too; otherwise they follow Adam as they are.</param>
/// <param name="Maximize">Whether to climb instead of descend; decay still shrinks.</param>
[Method("soap", "Adam in the eigenbasis of Shampoo's statistics",
    Choose = "Language models and other networks of matrices at large batches: fewer steps than adamw, and steadier than shampoo at long intervals.",
    Source = "Vyas, Morwani, Zhao, Kwun, Shapira, Brandfonbrener, Janson, Kakade 2024, algorithms 3 and 4")]
[Convention("the paper", "the same; without bias correction and decay")]
[Convention("the authors' PyTorch code", "SOAP: the same defaults, max_precond_dim = 10000. ε is added to √v before its bias correction, decay comes after the step, columns are sorted by their eigenvalue before each QR, and tensors of more dimensions have a basis for each")]
public sealed record Soap(
    [Param("learning rate", Min = 0)] double Lr = 3e-3,
    [Param("how slowly the mean forgets", Min = 0, Max = 1, BelowMax = true)] double Beta1 = 0.95,
    [Param("how slowly the mean of squares and the statistics forget", Min = 0, Max = 1, BelowMax = true)] double Beta2 = 0.95,
    [Param("keeps the quotient finite", Min = 0)] double Eps = 1e-8,
    [Param("decoupled decay; a step shrinks weights by lr·weightDecay", Min = 0)] double WeightDecay = 1e-2,
    [Param("steps between two bases", Min = 1)] int Interval = 10,
    [Param("longer sides keep their own basis", Min = 0)] int MaxSize = 2048,
    [Param("give vectors an eigenbasis, too")] bool PreconditionVectors = false,
    [Param("climb instead of descend")] bool Maximize = false) : TensorOptimizer(Lr)
{
    private const string Basis = "Basis";

    internal override long PrintedStep => Interval + 1;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSlot> Slots(TensorShape shape) =>
        [shape.Slot("m"), shape.Slot("v"), .. SidesOf(shape).Slots(shape, Basis, "Q")];

    /// <inheritdoc/>
    public override M Step<M>(StepContext at, TensorShape shape, M θ, M g, TensorState<M> s)
    {
        if (Maximize) g = -g;
        Sides sides = SidesOf(shape);
        M β2 = M.Parameter(Beta2, "β₂"), fresh = M.Parameter(1 - Beta2, "(1 − β₂)");
        if (sides.Count > 0 && at.Step == 1)
        {
            sides.Gather(g, β2, fresh, s);
            sides.Make(Basis, (statistics, _) => M.Eigenvectors(statistics), s);
            return θ;
        }

        long t = sides.Count > 0 ? at.Step - 1 : at.Step;
        MomentUpdate<M> moments = new(Beta1, Beta2, Eps, at with { Step = t });
        M q = sides.Left ? s[Sides.LeftName + Basis] : g, p = sides.Right ? s[Sides.RightName + Basis] : g;
        M m = s["m"] = moments.Mean(g, s["m"]);
        M v = s["v"] = moments.Square(M.Named(sides.Between(M.Transpose(q), g, p), "g′"), s["v"]);
        M u = M.Named(moments.Step(sides.Between(M.Transpose(q), m, p), v), "u");
        M keep = WeightDecay == 0 ? M.One : M.Parameter(1 - at.Rate * WeightDecay, "(1 − ηλ)");
        θ = keep * θ - sides.Between(q, u, M.Transpose(p));
        sides.Gather(g, β2, fresh, s);
        if (t % Interval == 0) sides.Make(Basis, (statistics, basis) => M.Orthonormal(M.Product(statistics, basis)), s);
        return θ;
    }

    private Sides SidesOf(TensorShape shape) => Sides.Of(shape, MaxSize, PreconditionVectors);
}
