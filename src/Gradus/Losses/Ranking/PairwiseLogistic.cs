using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// RankNet's loss of a list: the mean of log(1 + e^−(x_i − x_j)) over all pairs of which the first is more relevant, y_i &gt; y_j; 0 where
/// there is no such pair. Burges et al. (2005), eq. 3 with known order.
/// </summary>
/// <remarks>It works on all pairs of a list: time and memory grow with the square of its length.</remarks>
[Method("pairwiseLogistic", "RankNet: logistic loss of every pair in the wrong order",
    Choose = "Ranking by graded relevance, one row per query, where only the order matters.",
    Source = "Burges, Shaked, Renshaw, Lazier, Deeds, Hamilton, Hullender 2005, eq. 3")]
[Convention("the paper", "sums over pairs; here the mean, so that long lists do not outweigh short ones")]
public readonly record struct PairwiseLogistic : IRowLoss
{
    /// <inheritdoc/>
    public RowTarget Target => RowTarget.Values;

    /// <inheritdoc/>
    public T At<T>(T x, T q) where T : struct, IRow<T>
    {
        T cost = Real.Softplus(T.Seconds(x) - T.Firsts(x));
        T ordered = T.Select(T.Firsts(q) > T.Seconds(q), T.One, T.Zero);
        return T.Sum(ordered * cost) / T.Max(T.Sum(ordered), T.One);
    }
}
