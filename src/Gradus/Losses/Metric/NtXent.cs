using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// The normalized temperature-scaled cross-entropy: the mean over an anchor's positives p of
/// −log(exp(s_p/τ) / (exp(s_p/τ) + Σ_n exp(s_n/τ))), with cosines s. Chen et al. (2020), eq. 1.
/// </summary>
/// <param name="Temperature">τ: the smaller, the more the nearest negatives count.</param>
[Method("ntXent", "picks out the positive among all negatives, by cosine",
    Choose = "Self-supervised learning: two views of each image under one label, in large batches (SimCLR). Temperatures of 0.05 to 0.5.",
    Source = "Chen, Kornblith, Norouzi, Hinton 2020, SimCLR, eq. 1")]
[Convention("Paper", "τ = 0.5 for CIFAR-10, 0.1 for ImageNet")]
[Convention("PyTorch", "pytorch-metric-learning NTXentLoss: the same, temperature 0.07")]
[Convention("Optax", "ntxent: the same, temperature 0.07")]
public readonly record struct NtXent(
    [Param("the smaller, the more the nearest negatives count", Min = 0, AboveMin = true)] double Temperature = 0.5) : IAnchorLoss
{
    /// <summary>The loss with τ = 0.5.</summary>
    public NtXent() : this(Temperature: 0.5) { }

    Distance IAnchorLoss.Distance => Distance.Cosine;

    Company IAnchorLoss.Company => Company.Batch;

    /// <inheritdoc/>
    public T At<T>(T s, T positive, T negative) where T : struct, IRow<T>
    {
        T z = s / T.Parameter(Temperature, "τ");
        return MaskedRow.Mean(MaskedRow.Softplus(MaskedRow.LogSumExp(z, negative) - z), positive);
    }
}
