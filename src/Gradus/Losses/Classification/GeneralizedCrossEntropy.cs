using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// Generalized cross-entropy: (1 − p^q) / q of the target class. q → 0 is cross-entropy, q = 1 is 1 − p, half the absolute
/// error of the probabilities. Zhang and Sabuncu (2018), eq. 6.
/// </summary>
/// <param name="Q">q in (0, 1]: from the cross-entropy's speed towards the absolute error's patience with wrong labels.</param>
/// <param name="LabelSmoothing">The share of the target spread over all K classes.</param>
/// <param name="ClassWeights">w: one weight per class, or null for 1 throughout.</param>
/// <param name="IgnoreIndex">Rows with this target class count for nothing.</param>
[Method("generalizedCrossEntropy", "between cross-entropy and absolute error of probabilities",
    Choose = "Classification with wrong labels: a label that the model finds impossible costs at most 1/q and pulls little. q = 0.7 for noisy labels, less for clean ones.",
    Source = "Zhang, Sabuncu 2018, eq. 6")]
public readonly record struct GeneralizedCrossEntropy(
    [Param("0 is cross-entropy, 1 absolute error", Min = 0, AboveMin = true, Max = 1)] double Q = 0.7,
    [Param("share of the target spread evenly over all classes", Min = 0, Max = 1, BelowMax = true)] double LabelSmoothing = 0,
    [Param("a weight for each class", Min = 0)] IReadOnlyList<double>? ClassWeights = null,
    [Param("class index whose rows count for nothing")] int IgnoreIndex = -100) : ISoftmaxLoss<GeneralizedCrossEntropy>
{
    /// <summary>Generalized cross-entropy with q = 0.7.</summary>
    public GeneralizedCrossEntropy() : this(Q: 0.7) { }

    /// <summary>w: one weight per class, compared by value, or null for 1 throughout.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; } = ValueList.Of(ClassWeights);

    /// <inheritdoc/>
    public T At<T>(T logProbability) where T : struct, IReal<T>
    {
        T q = T.Parameter(Q, "q");
        return -T.Expm1(q * logProbability) / q;
    }
}
