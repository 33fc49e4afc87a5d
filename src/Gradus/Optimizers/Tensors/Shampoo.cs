namespace Gradus.Optimizers;

/// <summary>Whose length an update of <see cref="Shampoo"/> has.</summary>
public enum Grafting
{
    /// <summary>Its own.</summary>
    None,

    /// <summary>That of the mean of gradients.</summary>
    Sgd,

    /// <summary>That of Adam's update of the same tensor.</summary>
    Adam,
}

/// <summary>
/// Shampoo: m ← β₁m + (1 − β₁)g, L ← β₂L + (1 − β₂)ggᵀ, R ← β₂R + (1 − β₂)gᵀg, u = (L̂ + ελ₁I)^(−1/4) m̂ (R̂ + ελ₁I)^(−1/4), hats
/// dividing by 1 − βᵗ and λ₁ being the largest eigenvalue, θ ← θ(1 − ηλ) − ηu‖a‖/‖u‖ with the length of another rule's update a.
/// Gupta, Koren, Singer (2018), algorithm 1; grafting: Agarwal et al. (2020); averages: Shi et al. (2023). Vectors have L alone, and
/// its inverse square root.
/// </summary>
/// <remarks>
/// The roots are taken anew at each of the first <paramref name="Interval"/> steps, in which the statistics still turn about, and
/// from then on every so many.
/// </remarks>
/// <param name="Lr">η: the learning rate.</param>
/// <param name="Beta1">β₁: how slowly the mean of gradients forgets.</param>
/// <param name="Beta2">β₂: how slowly the statistics forget; 1 adds them up, as in the paper.</param>
/// <param name="Eps">ε: what is added to the eigenvalues before their root, as a share of the largest.</param>
/// <param name="Interval">How many steps the roots are kept for.</param>
/// <param name="Graft">Whose length the update has.</param>
/// <param name="GraftEps">ε of Adam's update, where that is whose.</param>
/// <param name="MaxSize">Longer sides are not preconditioned; the other side then has the inverse square root.</param>
/// <param name="WeightDecay">λ: each step shrinks θ by ηλ of itself.</param>
/// <param name="Maximize">Whether to climb instead of descend; decay still shrinks.</param>
[Method("shampoo", "gradients preconditioned from the left and from the right",
    Choose = "Where steps are dear and layers of moderate size: fewer steps than adamw at more work for each. The rates of adamw fit while graft = adam.",
    Source = "Gupta, Koren, Singer 2018, algorithm 1; grafting: Agarwal, Anil, Hazan, Koren, Zhang 2020; averages: Shi et al. 2023")]
[Convention("the paper", "beta1 = 0, beta2 = 1, interval = 1, graft = none; ε is added to L and R themselves, not as a share of λ₁. Tensors of more dimensions have a factor for each; here they are matrices")]
[Convention("distributed Shampoo (Meta)", "the same with use_bias_correction; precondition_frequency is the interval, max_preconditioner_dim = 1024 cuts long sides into blocks, start_preconditioning_step waits with the first roots")]
[Convention("scalable Shampoo (Google)", "beta2 = 1, matrix_eps = 1e-6 as a share of λ₁, momentum after the preconditioning instead of before")]
public sealed record Shampoo(
    [Param("learning rate", Min = 0)] double Lr = 1e-3,
    [Param("how slowly the mean of gradients forgets", Min = 0, Max = 1, BelowMax = true)] double Beta1 = 0.9,
    [Param("how slowly the statistics forget; 1 adds them up", Min = 0, Max = 1, AboveMin = true)] double Beta2 = 0.999,
    [Param("share of the largest eigenvalue that is added to all", Min = 0)] double Eps = 1e-6,
    [Param("steps between two inverse roots", Min = 1)] int Interval = 10,
    [Param("whose length the update has")] Grafting Graft = Grafting.Adam,
    [Param("eps of the grafted adam", Min = 0)] double GraftEps = 1e-8,
    [Param("longer sides are not preconditioned", Min = 0)] int MaxSize = 2048,
    [Param("decoupled decay; a step shrinks weights by lr·weightDecay", Min = 0)] double WeightDecay = 0,
    [Param("climb instead of descend")] bool Maximize = false) : TensorOptimizer(Lr)
{
    private const string Root = "Root";

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSlot> Slots(TensorShape shape) =>
    [
        shape.Slot("m"),
        .. Graft == Grafting.Adam ? [shape.Slot("v")] : Array.Empty<TensorSlot>(),
        .. SidesOf(shape).Slots(shape, Root, "P"),
    ];

    /// <inheritdoc/>
    public override M Step<M>(StepContext at, TensorShape shape, M θ, M g, TensorState<M> s)
    {
        if (Maximize) g = -g;
        Sides sides = SidesOf(shape);
        bool sums = Beta2 == 1;
        M β1 = M.Parameter(Beta1, "β₁"), β2 = sums ? M.One : M.Parameter(Beta2, "β₂"), fresh = sums ? M.One : M.Parameter(1 - Beta2, "(1 − β₂)");
        M m = s["m"] = β1 * s["m"] + M.Parameter(1 - Beta1, "(1 − β₁)") * g;
        M mean = M.Parameter(1 / (1 - Math.Pow(Beta1, at.Step)), "1/(1 − β₁ᵗ)") * m;
        sides.Gather(g, β2, fresh, s);
        if (at.Step <= Interval || at.Step % Interval == 0)
        {
            M bias = sums ? M.One : M.Parameter(1 / (1 - Math.Pow(Beta2, at.Step)), "1/(1 − β₂ᵗ)");
            sides.Make(Root, (statistics, _) => M.InverseRoot(bias * statistics, 2 * sides.Count, Eps), s);
        }

        M u = sides.Count == 0 ? mean : M.Named(sides.Between(sides.Left ? s[Sides.LeftName + Root] : mean, mean, sides.Right ? s[Sides.RightName + Root] : mean), "u");
        if (Graft != Grafting.None)
        {
            M a = mean;
            if (Graft == Grafting.Adam)
            {
                M v = s["v"] = β2 * s["v"] + fresh * (g * g);
                M rootBias = sums ? M.One : M.Parameter(1 / Math.Sqrt(1 - Math.Pow(Beta2, at.Step)), "1/√(1 − β₂ᵗ)");
                a = M.Named(new RootQuotient<M>(GraftEps, inside: false).Divide(mean, v, rootBias), "a");
            }

            // An update of nothing but zeros has no length to change.
            u = M.Norm(a) / M.Max(M.Norm(u), M.Constant(1e-30)) * u;
        }

        M keep = WeightDecay == 0 ? M.One : M.Parameter(1 - at.Rate * WeightDecay, "(1 − ηλ)");
        return keep * θ - M.Parameter(at.Rate, "η") * u;
    }

    private Sides SidesOf(TensorShape shape) => Sides.Of(shape, MaxSize, vectors: true);
}
