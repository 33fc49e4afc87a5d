using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// ListNet's loss of a list: the cross-entropy −Σ softmax(y) log softmax(x) between the chances of coming first that relevances y and
/// scores x give. Cao et al. (2007), eq. 6 with top-one probabilities.
/// </summary>
[Method("listNet", "cross-entropy between the top-one chances of relevance and score",
    Choose = "Ranking by graded relevance, one row per query, where the top of the list matters most.",
    Source = "Cao, Qin, Liu, Tsai, Li 2007, eq. 6")]
public readonly record struct ListNet : IRowLoss
{
    /// <inheritdoc/>
    public RowTarget Target => RowTarget.Values;

    /// <inheritdoc/>
    public T At<T>(T x, T q) where T : struct, IRow<T>
    {
        T wanted = T.Named(T.Exp(Row.LogSoftmax(q)), "softmax q");
        return -T.Sum(wanted * T.Named(Row.LogSoftmax(x), "log softmax x"));
    }
}
