using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// Negative log-likelihood of log-probabilities: −w_y x_y for the target class y. The mean divides by the sum of the weights.
/// </summary>
/// <param name="ClassWeights">w: one weight per class, or null for 1 throughout.</param>
/// <param name="IgnoreIndex">Rows with this target class count for nothing.</param>
[Method("nll", "negative log-likelihood of log-probabilities",
    Choose = "A model that ends in log-softmax already; on logits, crossEntropy does both at once, faster and safer.",
    Source = "Fisher 1922; Bishop 2006, §4.3.4")]
[Convention("PyTorch", "NLLLoss(weight, ignore_index): the same")]
public readonly record struct Nll(
    [Param("a weight for each class", Min = 0)] IReadOnlyList<double>? ClassWeights = null,
    [Param("class index whose rows count for nothing")] int IgnoreIndex = -100) : IRowLoss
{
    /// <summary>Negative log-likelihood without weights.</summary>
    public Nll() : this(ClassWeights: null) { }

    /// <summary>w: one weight per class, compared by value, or null for 1 throughout.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; } = ValueList.Of(ClassWeights);

    /// <inheritdoc/>
    public RowTarget Target => RowTarget.Class;

    /// <inheritdoc/>
    public T At<T>(T x, T q) where T : struct, IRow<T> => -T.Sum(T.Select(q > T.Zero, x, T.Zero));
}
