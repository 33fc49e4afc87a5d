using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// Label-distribution-aware margins: cross-entropy of s (x − m_y e_y), where class j has the margin m_j = C / n_j^¼ and C
/// makes the largest of them <paramref name="MaxMargin"/>. Cao et al. (2019), eq. 12 and 13.
/// </summary>
/// <param name="Counts">n: how many samples each class has; null where all have the same.</param>
/// <param name="MaxMargin">The margin of the rarest class.</param>
/// <param name="Scale">s: what the logits are multiplied by; the paper's logits are cosines, for which 30 suits.</param>
/// <param name="ClassWeights">w: one weight per class, or null for 1 throughout.</param>
/// <param name="IgnoreIndex">Rows with this target class count for nothing.</param>
[Method("ldam", "cross-entropy with larger margins for rarer classes",
    Choose = "Classification with a long tail of rare classes and a last layer of normalized weights and features (logits are cosines); re-weight by class only in the last epochs.",
    Source = "Cao, Wei, Gaidon, Arechiga, Ma 2019, eq. 12–13")]
public readonly record struct Ldam(
    [Param("samples of each class; all alike where left out", Min = 0, AboveMin = true)] IReadOnlyList<double>? Counts = null,
    [Param("margin of the rarest class", Min = 0)] double MaxMargin = 0.5,
    [Param("what the logits are multiplied by", Min = 0, AboveMin = true)] double Scale = 30,
    [Param("a weight for each class", Min = 0)] IReadOnlyList<double>? ClassWeights = null,
    [Param("class index whose rows count for nothing")] int IgnoreIndex = -100) : ISoftmaxLoss<Ldam>
{
    /// <summary>The paper's settings, all classes equally frequent.</summary>
    public Ldam() : this(Counts: null) { }

    /// <summary>n: how many samples each class has, compared by value; null where all have the same.</summary>
    public IReadOnlyList<double>? Counts { get; init; } = ValueList.Of(Counts);

    /// <summary>w: one weight per class, compared by value, or null for 1 throughout.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; } = ValueList.Of(ClassWeights);

    /// <inheritdoc/>
    public double LabelSmoothing => 0;

    /// <inheritdoc/>
    public IReadOnlyList<double> Margins(int classes)
    {
        if (Counts is not { Count: > 0 } counts) return [.. Enumerable.Repeat(MaxMargin, Counts is null ? classes : 0)];
        double rarest = counts.Min(), most = MaxMargin;
        return [.. counts.Select(n => most * Math.Pow(rarest / n, 0.25))];
    }

    /// <inheritdoc/>
    public T At<T>(T logProbability) where T : struct, IReal<T> => -logProbability;
}
