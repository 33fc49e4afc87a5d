using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// The proxy anchor loss, with cosines s between a proxy and the batch: the mean over proxies that have positives of
/// log(1 + Σ_p exp(−α(s_p − δ))) plus the mean over all proxies of log(1 + Σ_n exp(α(s_n + δ))). Kim et al. (2020), eq. 4.
/// </summary>
/// <remarks>The anchors, and so the parts of the loss, are the proxies.</remarks>
/// <param name="Margin">δ: how far past right angles like and unlike must be.</param>
/// <param name="Alpha">α: how sharply the worst stand out.</param>
[Method("proxyAnchor", "each class's proxy gathers its samples and keeps the others off",
    Choose = "Fine-grained retrieval with class labels: trains as fast as proxies do and still looks at relations within the batch.",
    Source = "Kim, Kim, Cho, Kwak 2020, Proxy anchor loss for deep metric learning, eq. 4")]
[Convention("Paper", "α = 32, δ = 0.1")]
[Convention("PyTorch", "pytorch-metric-learning ProxyAnchorLoss: the same")]
public readonly record struct ProxyAnchor(
    [Param("how far past right angles like and unlike must be", Min = 0, Max = 1)] double Margin = 0.1,
    [Param("how sharply the worst stand out", Min = 0, AboveMin = true)] double Alpha = 32) : IAnchorLoss
{
    /// <summary>The loss with δ = 0.1 and α = 32.</summary>
    public ProxyAnchor() : this(Margin: 0.1) { }

    Distance IAnchorLoss.Distance => Distance.Cosine;

    Company IAnchorLoss.Company => Company.Embeddings;

    bool IAnchorLoss.NeedsPositive => false;

    bool IAnchorLoss.NeedsNegative => false;

    bool IAnchorLoss.BalancesPositives => true;

    /// <inheritdoc/>
    public T At<T>(T s, T positive, T negative) where T : struct, IRow<T>
    {
        T α = T.Parameter(Alpha), δ = T.Parameter(Margin, "δ");
        T pulled = T.Largest(positive) * MaskedRow.Softplus(MaskedRow.LogSumExp(-α * (s - δ), positive));
        return pulled + MaskedRow.Softplus(MaskedRow.LogSumExp(α * (s + δ), negative));
    }
}
