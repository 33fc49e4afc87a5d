using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>How Muon's rate grows with the shape of a matrix, h rows of w columns.</summary>
public enum MuonScale
{
    /// <summary>√max(1, h/w), as Jordan et al. (2024) write it.</summary>
    Original,

    /// <summary>0.2·√max(h, w): updates are as large as those of AdamW, whose rates then fit. Liu et al. (2025), eq. 4.</summary>
    MatchRmsAdamW,
}

/// <summary>
/// Muon, momentum orthogonalized by Newton–Schulz: m ← μm + (1 − μ)g, u = (1 − μ)g + μm, θ ← θ(1 − ηλ) − ηκO with O ≈ UVᵀ of
/// u = UΣVᵀ and κ after the shape of the matrix. Jordan et al. (2024). Vectors and numbers, which have no such O, follow AdamW
/// with a rate of its own.
/// </summary>
/// <remarks>Tensors of more dimensions, the weights of a convolution, are matrices with one row for each output channel.</remarks>
/// <param name="Lr">η: the learning rate of matrices.</param>
/// <param name="Momentum">μ: how slowly the mean of gradients forgets.</param>
/// <param name="Nesterov">Whether u looks a step ahead; otherwise u = m.</param>
/// <param name="WeightDecay">λ: each step shrinks matrices by ηλ of themselves.</param>
/// <param name="Steps">How many Newton–Schulz iterations approximate UVᵀ.</param>
/// <param name="A">The coefficient of X in an iteration X ← aX + (bS + cS²)X with S = XXᵀ.</param>
/// <param name="B">The coefficient of SX.</param>
/// <param name="C">The coefficient of S²X.</param>
/// <param name="Eps">ε: the least norm that u is divided by before the iterations.</param>
/// <param name="Scale">κ: how the rate grows with the shape.</param>
/// <param name="VectorLr">The rate of vectors and numbers; the schedule multiplies it, too.</param>
/// <param name="VectorBeta1">β₁ of their AdamW.</param>
/// <param name="VectorBeta2">β₂ of their AdamW.</param>
/// <param name="VectorEps">ε of their AdamW.</param>
/// <param name="VectorWeightDecay">λ of their AdamW.</param>
/// <param name="Maximize">Whether to climb instead of descend; decay still shrinks.</param>
[Method("muon", "momentum made orthogonal: every direction of a weight matrix moves alike",
    Choose = "Hidden layers of transformers and convolutional networks. Give embeddings and the output layer a group of their own with adamw; biases and gains have it already.",
    Source = "Jordan, Jin, Boza, You, Cesista, Newhouse, Bernstein 2024, Muon; scale: Liu et al. 2025, eq. 4")]
[Convention("PyTorch", "optim.Muon: the same on matrices, lr = 1e-3, weight_decay = 0.1; adjust_lr_fn names the scale. It takes matrices only; the iterations run in bfloat16, here in the parameter's precision, at least float32")]
[Convention("the authors' code", "MuonWithAuxAdam: the same with these defaults; it divides by ‖u‖ + ε, here by max(‖u‖, ε); the groups name who follows Adam")]
[Convention("Keras", "Muon: adam_lr_ratio gives all that is no matrix a share of the rate; rms_rate = 0.2 is matchRmsAdamW")]
[Convention("Optax", "contrib.muon: Adam at the same rate for all that is no matrix, convolutions too; κ = √max(1, w/h), as its weights are stored transposed; bias-corrected momentum")]
public sealed record Muon(
    [Param("learning rate of matrices", Min = 0)] double Lr = 0.02,
    [Param("how slowly the mean of gradients forgets", Min = 0, Max = 1, BelowMax = true)] double Momentum = 0.95,
    [Param("look a step ahead")] bool Nesterov = true,
    [Param("decoupled decay of matrices", Min = 0)] double WeightDecay = 0,
    [Param("Newton-Schulz iterations", Min = 1, Max = 99)] int Steps = 5,
    [Param("coefficient of X in an iteration")] double A = 3.4445,
    [Param("coefficient of XX'X in an iteration")] double B = -4.775,
    [Param("coefficient of XX'XX'X in an iteration")] double C = 2.0315,
    [Param("least norm that the momentum is divided by", Min = 0, AboveMin = true)] double Eps = 1e-7,
    [Param("how the rate grows with the shape")] MuonScale Scale = MuonScale.Original,
    [Param("learning rate of vectors and numbers, by adamw", Min = 0)] double VectorLr = 3e-4,
    [Param("beta1 of their adamw", Min = 0, Max = 1, BelowMax = true)] double VectorBeta1 = 0.9,
    [Param("beta2 of their adamw", Min = 0, Max = 1, BelowMax = true)] double VectorBeta2 = 0.95,
    [Param("eps of their adamw", Min = 0)] double VectorEps = 1e-10,
    [Param("weightDecay of their adamw", Min = 0)] double VectorWeightDecay = 0,
    [Param("climb instead of descend")] bool Maximize = false) : TensorOptimizer(Lr)
{
    /// <summary>The rule of vectors and numbers.</summary>
    private AdamW Vectors => new(VectorLr, VectorBeta1, VectorBeta2, VectorEps, VectorWeightDecay, Maximize: Maximize);

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSlot> Slots(TensorShape shape) => shape.IsVector ? Companion.Slots(Vectors, shape) : [shape.Slot("m")];

    /// <inheritdoc/>
    public override M Step<M>(StepContext at, TensorShape shape, M θ, M g, TensorState<M> s)
    {
        if (shape.IsVector) return Companion.Step(Vectors, at with { Rate = at.BaseRate == 0 ? 0 : at.Rate / at.BaseRate * VectorLr }, θ, g, s);
        M μ = M.Parameter(Momentum, "μ"), fresh = M.Parameter(1 - Momentum, "(1 − μ)");
        if (Maximize) g = -g;
        M m = s["m"] = μ * s["m"] + fresh * g;
        M u = Nesterov ? M.Named(fresh * g + μ * m, "u") : m;
        M keep = WeightDecay == 0 ? M.One : M.Parameter(1 - at.Rate * WeightDecay, "(1 − ηλ)");
        return keep * θ - Rate<M>(at, shape) * Orthogonal(u, shape);
    }

    /// <summary>XXᵀ is the smaller product where a matrix is no taller than wide.</summary>
    private M Orthogonal<M>(M u, TensorShape shape) where M : struct, IMatrix<M> => shape.Rows > shape.Columns
        ? M.Transpose(MatrixFunctions.NewtonSchulz(M.Transpose(u), Steps, A, B, C, Eps))
        : MatrixFunctions.NewtonSchulz(u, Steps, A, B, C, Eps);

    private M Rate<M>(StepContext at, TensorShape shape) where M : struct, IMatrix<M>
    {
        M η = M.Parameter(at.Rate, "η"), h = M.Parameter(shape.Rows, "h"), w = M.Parameter(shape.Columns, "w");
        return Scale == MuonScale.Original ? η * M.Sqrt(M.Max(M.One, h / w)) : M.Constant(0.2) * η * M.Sqrt(M.Max(h, w));
    }
}
