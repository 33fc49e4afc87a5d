using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// Cross-entropy with its first polynomial coefficient moved: −log p + ε (1 − p) of the target class. Leng et al. (2022), eq. 5.
/// </summary>
/// <param name="Epsilon">ε ≥ −1: what is added to the coefficient 1 of (1 − p) in −log p = Σ (1 − p)^j / j.</param>
/// <param name="LabelSmoothing">The share of the target spread over all K classes.</param>
/// <param name="ClassWeights">w: one weight per class, or null for 1 throughout.</param>
/// <param name="IgnoreIndex">Rows with this target class count for nothing.</param>
[Method("poly1", "cross-entropy plus epsilon times 1 − p",
    Choose = "Classification, where one more knob may pay: epsilon > 0 pulls harder at samples that are nearly right, epsilon < 0 less. Tune it between −1 and 5.",
    Source = "Leng, Tan, Liu, Cubuk, Shi, Cheng, Anguelov 2022, PolyLoss, eq. 5")]
[Convention("Optax", "poly_loss_cross_entropy(epsilon = 2): the same with another default")]
public readonly record struct Poly1(
    [Param("what is added to the first coefficient", Min = -1)] double Epsilon = 1,
    [Param("share of the target spread evenly over all classes", Min = 0, Max = 1, BelowMax = true)] double LabelSmoothing = 0,
    [Param("a weight for each class", Min = 0)] IReadOnlyList<double>? ClassWeights = null,
    [Param("class index whose rows count for nothing")] int IgnoreIndex = -100) : ISoftmaxLoss<Poly1>
{
    /// <summary>Poly-1 with ε = 1.</summary>
    public Poly1() : this(Epsilon: 1) { }

    /// <summary>w: one weight per class, compared by value, or null for 1 throughout.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; } = ValueList.Of(ClassWeights);

    /// <inheritdoc/>
    public T At<T>(T logProbability) where T : struct, IReal<T> =>
        T.Parameter(Epsilon) * -T.Expm1(logProbability) - logProbability;
}
