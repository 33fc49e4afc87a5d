using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// The multi-similarity loss 1/α log(1 + Σ_p exp(−α(s_p − λ))) + 1/β log(1 + Σ_n exp(β(s_n − λ))) with cosines s.
/// Wang et al. (2019), eq. 15.
/// </summary>
/// <remarks>All pairs take part; the paper also drops those that are easy beside the anchor's others (its eq. 10 and 11).</remarks>
/// <param name="Alpha">α: how sharply far positives are pulled.</param>
/// <param name="Beta">β: how sharply near negatives are pushed.</param>
/// <param name="Base">λ: the cosine between like and unlike.</param>
[Method("multiSimilarity", "soft pulls below and soft pushes above a cosine, each weighed against its neighbours",
    Choose = "Fine-grained retrieval with class labels; a strong default where batches hold several samples of each class.",
    Source = "Wang, Han, Huang, Dong, Scott 2019, Multi-similarity loss with general pair weighting, eq. 15")]
[Convention("Paper", "α = 2, β = 50, λ = 1")]
[Convention("PyTorch", "pytorch-metric-learning MultiSimilarityLoss: the same, λ = 0.5")]
public readonly record struct MultiSimilarity(
    [Param("how sharply far positives are pulled", Min = 0, AboveMin = true)] double Alpha = 2,
    [Param("how sharply near negatives are pushed", Min = 0, AboveMin = true)] double Beta = 50,
    [Param("cosine between like and unlike", Min = -1, Max = 1)] double Base = 0.5) : IAnchorLoss
{
    /// <summary>The loss with α = 2, β = 50, λ = 0.5.</summary>
    public MultiSimilarity() : this(Alpha: 2) { }

    Distance IAnchorLoss.Distance => Distance.Cosine;

    Company IAnchorLoss.Company => Company.Batch;

    bool IAnchorLoss.NeedsPositive => false;

    bool IAnchorLoss.NeedsNegative => false;

    /// <inheritdoc/>
    public T At<T>(T s, T positive, T negative) where T : struct, IRow<T>
    {
        T α = T.Parameter(Alpha), β = T.Parameter(Beta), λ = T.Parameter(Base, "λ");
        T pulled = MaskedRow.Softplus(MaskedRow.LogSumExp(-α * (s - λ), positive)) / α;
        return pulled + MaskedRow.Softplus(MaskedRow.LogSumExp(β * (s - λ), negative)) / β;
    }
}
