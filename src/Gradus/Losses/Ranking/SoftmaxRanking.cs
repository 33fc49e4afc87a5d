using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>
/// Softmax loss of a list: −Σ y_i log softmax(x)_i with relevances y ≥ 0. Bruch et al. (2019), eq. 2, without dividing by Σ y.
/// </summary>
[Method("softmaxRanking", "relevance-weighted softmax cross-entropy of a list",
    Choose = "Ranking with clicks or few relevant items per list; a bound on mean reciprocal rank and NDCG for yes-or-no relevance.",
    Source = "Bruch, Wang, Bendersky, Najork 2019, An analysis of the softmax cross entropy loss for learning-to-rank with binary relevance, eq. 2")]
[Convention("the paper", "divides relevances by their sum; TensorFlow Ranking and Rax do not")]
public readonly record struct SoftmaxRanking : IRowLoss
{
    /// <inheritdoc/>
    public RowTarget Target => RowTarget.Values;

    /// <inheritdoc/>
    public ParameterRange TargetRange => Shares.Range;

    /// <inheritdoc/>
    public T At<T>(T x, T q) where T : struct, IRow<T> => -T.Sum(q * T.Named(Row.LogSoftmax(x), "log softmax x"));
}
