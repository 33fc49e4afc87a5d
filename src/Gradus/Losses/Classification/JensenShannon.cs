using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>
/// Jensen and Shannon's divergence between p = softmax(x) and the target distribution q: ½ KL(p ‖ m) + ½ KL(q ‖ m) with
/// m = ½ (p + q), in nats: from 0 where they agree to log 2 where they exclude each other. Lin (1991), eq. 3.14.
/// </summary>
/// <remarks>Shares of the target must not be negative; they are taken as they are and should add up to 1.</remarks>
[Method("jensenShannon", "symmetric, bounded divergence between a softmax and a target distribution",
    Choose = "Soft or noisy targets that must not cost without bound: a wrong label costs at most log 2.",
    Source = "Lin 1991, Divergence measures based on the Shannon entropy, eq. 3.14; as a loss for noisy labels: Englesson, Azizpour 2021")]
public readonly record struct JensenShannon : IRowLoss
{
    /// <inheritdoc/>
    public RowTarget Target => RowTarget.ClassOrValues;

    /// <inheritdoc/>
    public ParameterRange TargetRange => Shares.Range;

    /// <inheritdoc/>
    public T At<T>(T x, T q) where T : struct, IRow<T>
    {
        T logP = T.Named(Row.LogSoftmax(x), "log p"), p = T.Exp(logP);
        T logM = T.Named(Shares.Log(T.Half * (p + q)), "log m");
        return T.Half * T.Sum(p * (logP - logM) + q * (Shares.Log(q) - logM));
    }
}
