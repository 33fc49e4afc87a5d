using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// Symmetric cross-entropy: α H(q, p) + β H(p, q), which for a target of one class is −α log p − β A (1 − p), with A standing
/// for log 0. Wang et al. (2019), eq. 5 and 8.
/// </summary>
/// <remarks>A target that is a distribution is taken class by class: each costs its share of what it would cost alone.</remarks>
/// <param name="Alpha">α: the weight of cross-entropy.</param>
/// <param name="Beta">β: the weight of reverse cross-entropy.</param>
/// <param name="LogZero">A &lt; 0: what log 0 is taken for.</param>
/// <param name="ClassWeights">w: one weight per class, or null for 1 throughout.</param>
/// <param name="IgnoreIndex">Rows with this target class count for nothing.</param>
[Method("symmetricCrossEntropy", "cross-entropy plus reverse cross-entropy",
    Choose = "Classification with wrong labels: the reverse part is bounded and forgives them, the forward part keeps learning fast. alpha = 0.1, beta = 1 for ten classes; alpha = 6, beta = 0.1 for a hundred.",
    Source = "Wang, Ma, Chen, Luo, Yi, Bailey 2019, eq. 5 and 8")]
public readonly record struct SymmetricCrossEntropy(
    [Param("weight of cross-entropy", Min = 0)] double Alpha = 0.1,
    [Param("weight of reverse cross-entropy", Min = 0)] double Beta = 1,
    [Param("what log 0 is taken for", Max = 0, BelowMax = true)] double LogZero = -4,
    [Param("a weight for each class", Min = 0)] IReadOnlyList<double>? ClassWeights = null,
    [Param("class index whose rows count for nothing")] int IgnoreIndex = -100) : ISoftmaxLoss<SymmetricCrossEntropy>
{
    /// <summary>Symmetric cross-entropy with the paper's settings for ten classes.</summary>
    public SymmetricCrossEntropy() : this(Alpha: 0.1) { }

    /// <summary>w: one weight per class, compared by value, or null for 1 throughout.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; } = ValueList.Of(ClassWeights);

    /// <inheritdoc/>
    public double LabelSmoothing => 0;

    /// <inheritdoc/>
    public T At<T>(T logProbability) where T : struct, IReal<T> =>
        T.Parameter(Beta) * T.Parameter(-LogZero, "|A|") * -T.Expm1(logProbability) - T.Parameter(Alpha) * logProbability;
}
