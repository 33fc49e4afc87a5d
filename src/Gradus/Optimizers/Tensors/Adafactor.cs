using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// Adafactor: Adam's second moment kept as its row and column means R and C alone. With β̂ = 1 − t^−τ,
/// R ← β̂R + (1 − β̂) rowMeans(g² + ε₁), C likewise, u = g/√(RC/mean R), clipped to a root mean square of d, and
/// θ ← θ(1 − ηλ) − αu with the relative step α = max(ε₂, RMS θ) · min(η, 1/√t). Shazeer, Stern (2018), algorithms 4 and 5. Vectors
/// keep the whole second moment.
/// </summary>
/// <param name="Lr">η: the largest relative step; the rate itself where <paramref name="RelativeStep"/> is off.</param>
/// <param name="Decay">τ: how fast β̂ approaches 1.</param>
/// <param name="Eps1">ε₁: added to squared gradients.</param>
/// <param name="Eps2">ε₂: the least scale of a parameter.</param>
/// <param name="Clip">d: the largest root mean square of an update before the rate.</param>
/// <param name="Beta1">β₁: how slowly a mean of updates forgets; 0 keeps none, which saves its memory.</param>
/// <param name="WeightDecay">λ: each step shrinks θ by ηλ of itself.</param>
/// <param name="RelativeStep">Whether the step falls as 1/√t once that is below η.</param>
/// <param name="ParameterScale">Whether the step is a share of the parameter's own root mean square.</param>
/// <param name="Maximize">Whether to climb instead of descend; decay still shrinks.</param>
[Method("adafactor", "Adam with a second moment of one row and one column",
    Choose = "Large models where Adam's two numbers for each weight are too many: it keeps h + w numbers for a matrix of h·w.",
    Source = "Shazeer, Stern 2018, algorithms 4 and 5, section 8")]
[Convention("PyTorch", "Adafactor: the same steps; ε₁ bounds √V and mean R from below instead (default: the type's own epsilon). A convolution's weight is factored over its last two dimensions, here over all but the first")]
[Convention("Hugging Face", "Adafactor: lr = None is relativeStep with η = 1e-2; scale_parameter is parameterScale; weight_decay is multiplied by α instead of η")]
[Convention("Keras", "Adafactor: learning_rate = 1e-3 bounds the relative step, the rest alike")]
[Convention("the paper", "η = 1e-2 and λ = 0; sums instead of means, which gives the same V")]
public sealed record Adafactor(
    [Param("largest relative step", Min = 0)] double Lr = 1e-2,
    [Param("how fast the second moment's memory grows", Min = 0)] double Decay = 0.8,
    [Param("added to squared gradients", Min = 0, AboveMin = true)] double Eps1 = 1e-30,
    [Param("least scale of a parameter", Min = 0)] double Eps2 = 1e-3,
    [Param("largest root mean square of an update", Min = 0, AboveMin = true)] double Clip = 1,
    [Param("how slowly a mean of updates forgets; 0 keeps none", Min = 0, Max = 1, BelowMax = true)] double Beta1 = 0,
    [Param("decoupled decay; a step shrinks weights by lr·weightDecay", Min = 0)] double WeightDecay = 0,
    [Param("let the step fall as 1/sqrt(t)")] bool RelativeStep = true,
    [Param("take steps relative to the size of the parameter")] bool ParameterScale = true,
    [Param("climb instead of descend")] bool Maximize = false) : TensorOptimizer(Lr)
{
    /// <inheritdoc/>
    public override IReadOnlyList<TensorSlot> Slots(TensorShape shape) =>
    [
        .. Beta1 > 0 ? [shape.Slot("m")] : Array.Empty<TensorSlot>(),
        .. shape.IsVector
            ? [shape.Slot("v")]
            : (TensorSlot[])[new("row", shape.Rows, 1) { Symbol = "R" }, new("column", 1, shape.Columns) { Symbol = "C" }],
    ];

    /// <inheritdoc/>
    public override M Step<M>(StepContext at, TensorShape shape, M θ, M g, TensorState<M> s)
    {
        if (Maximize) g = -g;
        M u = M.Named(Clipped(Scaled(at, shape, g, s)), "û");
        M step = Rate<M>(at);
        if (ParameterScale) step *= M.Max(M.Parameter(Eps2, "ε₂"), MatrixFunctions.RootMeanSquare(θ));
        u = step * u;
        if (Beta1 > 0) u = s["m"] = M.Parameter(Beta1, "β₁") * s["m"] + M.Parameter(1 - Beta1, "(1 − β₁)") * u;
        M keep = WeightDecay == 0 ? M.One : M.Parameter(1 - at.Rate * WeightDecay, "(1 − ηλ)");
        return keep * θ - u;
    }

    /// <summary>u = g/√V.</summary>
    private M Scaled<M>(StepContext at, TensorShape shape, M g, TensorState<M> s) where M : struct, IMatrix<M>
    {
        M fresh = M.Pow(M.Parameter(at.Step, "t"), M.Parameter(-Decay, "−τ")), old = M.One - fresh;
        M square = M.Named(g * g + M.Parameter(Eps1, "ε₁"), "G");
        if (shape.IsVector) return g / M.Sqrt(s["v"] = old * s["v"] + fresh * square);
        M row = s["row"] = old * s["row"] + fresh * M.RowMeans(square);
        M column = s["column"] = old * s["column"] + fresh * M.ColumnMeans(square);
        // V = RC/mean R, in an order in which no product of small numbers leaves float32.
        return M.Named(g * M.Sqrt(M.Mean(row) / row) / M.Sqrt(column), "u");
    }

    private M Clipped<M>(M u) where M : struct, IMatrix<M> =>
        u / M.Max(M.One, MatrixFunctions.RootMeanSquare(u) / M.Parameter(Clip, "d"));

    private M Rate<M>(StepContext at) where M : struct, IMatrix<M>
    {
        M η = M.Parameter(at.Rate, "η");
        return RelativeStep ? M.Min(η, M.One / M.Sqrt(M.Parameter(at.Step, "t"))) : η;
    }
}
