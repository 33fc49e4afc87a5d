using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// Cross-entropy, or focal loss, weighted by the effective number of samples: class j counts (1 − β) / (1 − β^n_j), scaled so
/// that the weights add up to the number of classes. Cui et al. (2019), eq. 2 and 5.
/// </summary>
/// <param name="Counts">n: how many samples each class has; null where all have the same, and so the weight 1.</param>
/// <param name="Beta">β in [0, 1): 0 weighs all classes alike, near 1 by the inverse of their frequency.</param>
/// <param name="Gamma">γ ≥ 0: the focal loss's exponent; 0 for cross-entropy.</param>
/// <param name="LabelSmoothing">The share of the target spread over all K classes.</param>
/// <param name="IgnoreIndex">Rows with this target class count for nothing.</param>
[Method("classBalanced", "cross-entropy or focal loss weighted by the effective number of samples",
    Choose = "Classification with classes of very different size, where weights by plain inverse frequency overfit the rare ones; beta = 0.999 or 0.9999.",
    Source = "Cui, Jia, Lin, Song, Belongie 2019, eq. 2 and 5")]
public readonly record struct ClassBalanced(
    [Param("samples of each class; all alike where left out", Min = 0, AboveMin = true)] IReadOnlyList<double>? Counts = null,
    [Param("how much the number of samples matters", Min = 0, Max = 1, BelowMax = true)] double Beta = 0.999,
    [Param("how strongly easy samples are left alone", Min = 0)] double Gamma = 0,
    [Param("share of the target spread evenly over all classes", Min = 0, Max = 1, BelowMax = true)] double LabelSmoothing = 0,
    [Param("class index whose rows count for nothing")] int IgnoreIndex = -100) : ISoftmaxLoss<ClassBalanced>
{
    /// <summary>Class-balanced cross-entropy, all classes equally frequent.</summary>
    public ClassBalanced() : this(Counts: null) { }

    /// <summary>n: how many samples each class has, compared by value; null where all have the same.</summary>
    public IReadOnlyList<double>? Counts { get; init; } = ValueList.Of(Counts);

    /// <inheritdoc/>
    public IReadOnlyList<double>? ClassWeights
    {
        get
        {
            if (Counts is null) return null;
            double rest = Math.Log(Beta);
            double[] inverse = [.. Counts.Select(n => -1 / double.ExpM1(n * rest))];
            double sum = inverse.Sum();
            return [.. inverse.Select(weight => weight * inverse.Length / sum)];
        }
    }

    /// <inheritdoc/>
    public T At<T>(T logProbability) where T : struct, IReal<T> =>
        Gamma == 0 ? -logProbability : SoftmaxFocal.Forgiving(logProbability, Gamma) * -logProbability;
}
