using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// The supervised contrastive loss: the mean over an anchor's positives p of −log(exp(s_p/τ) / Σ_a exp(s_a/τ)) with
/// cosines s, a going over all others of the batch. Khosla et al. (2020), eq. 2.
/// </summary>
/// <param name="Temperature">τ: the smaller, the more the nearest count.</param>
[Method("supCon", "pulls a class together against all others, by cosine",
    Choose = "Pre-training an encoder with class labels, before a linear classifier is put on it; several samples of each class per batch.",
    Source = "Khosla et al. 2020, Supervised contrastive learning, eq. 2 (L_out)")]
[Convention("Paper", "τ = 0.1; the authors' code multiplies by τ / 0.07")]
[Convention("PyTorch", "pytorch-metric-learning SupConLoss: the same, temperature 0.1")]
public readonly record struct SupCon(
    [Param("the smaller, the more the nearest count", Min = 0, AboveMin = true)] double Temperature = 0.1) : IAnchorLoss
{
    /// <summary>The loss with τ = 0.1.</summary>
    public SupCon() : this(Temperature: 0.1) { }

    Distance IAnchorLoss.Distance => Distance.Cosine;

    Company IAnchorLoss.Company => Company.Batch;

    bool IAnchorLoss.NeedsNegative => false;

    /// <inheritdoc/>
    public T At<T>(T s, T positive, T negative) where T : struct, IRow<T>
    {
        T z = s / T.Parameter(Temperature, "τ");
        return MaskedRow.Mean(MaskedRow.LogSumExp(z, positive + negative) - z, positive);
    }
}
