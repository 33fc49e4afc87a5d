using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// Cross-entropy of a row of logits: −Σ_c w_c q_c log p_c with p = softmax(x) and the target distribution q, which is
/// 1 at the target class, or smoothed: (1 − ε) there plus ε/K everywhere.
/// </summary>
/// <remarks>
/// The mean over class-index targets divides by the sum of their weights; over distributions, by the number of rows.
/// </remarks>
/// <param name="LabelSmoothing">ε in [0, 1): the share of the target spread over all K classes. Szegedy et al. (2016), §7.</param>
/// <param name="ClassWeights">w: one weight per class, or null for 1 throughout.</param>
/// <param name="IgnoreIndex">Rows with this target class count for nothing.</param>
[Method("crossEntropy", "softmax cross-entropy on logits",
    Choose = "Classification into one of K classes; the default. A little labelSmoothing (0.1) calibrates; classWeights lift rare classes.",
    Source = "Bridle 1990; label smoothing: Szegedy et al. 2016, §7")]
[Convention("PyTorch", "CrossEntropyLoss: the same, also how weights and smoothing combine")]
[Convention("Keras", "CategoricalCrossentropy(from_logits=True) for distributions, SparseCategoricalCrossentropy for class indices; the default expects probabilities")]
[Convention("Optax", "softmax_cross_entropy (distributions), softmax_cross_entropy_with_integer_labels: one loss per row, no weights")]
public readonly record struct CrossEntropy(
    [Param("share of the target spread evenly over all classes", Min = 0, Max = 1, BelowMax = true)] double LabelSmoothing = 0,
    [Param("a weight for each class", Min = 0)] IReadOnlyList<double>? ClassWeights = null,
    [Param("class index whose rows count for nothing")] int IgnoreIndex = -100) : ISoftmaxLoss<CrossEntropy>
{
    /// <summary>Cross-entropy without smoothing or weights.</summary>
    public CrossEntropy() : this(LabelSmoothing: 0) { }

    /// <summary>w: one weight per class, compared by value, or null for 1 throughout.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; } = ValueList.Of(ClassWeights);

    /// <inheritdoc/>
    public T At<T>(T logProbability) where T : struct, IReal<T> => -logProbability;
}
