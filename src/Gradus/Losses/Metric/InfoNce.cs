using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// InfoNCE: −log(exp(s_ii/τ) / Σ_j exp(s_ij/τ)), with cosines s between query i and key j: key i is the right one.
/// van den Oord, Li, Vinyals (2018), eq. 4.
/// </summary>
/// <param name="Temperature">τ: the smaller, the more the nearest keys count.</param>
[Method("infoNce", "picks out each query's own key among all keys, by cosine",
    Choose = "Two encoders that should agree: image and text (CLIP, both ways round), query and document, two views.",
    Source = "van den Oord, Li, Vinyals 2018, Representation learning with contrastive predictive coding, eq. 4")]
[Convention("Paper", "scores are exp(zᵀWc), without cosine or temperature; those are from MoCo and SimCLR")]
[Convention("PyTorch", "none; CrossEntropyLoss on normalize(query) @ normalize(key).T / τ with targets 0, 1, 2, …")]
public readonly record struct InfoNce(
    [Param("the smaller, the more the nearest keys count", Min = 0, AboveMin = true)] double Temperature = 0.1) : IAnchorLoss
{
    /// <summary>The loss with τ = 0.1.</summary>
    public InfoNce() : this(Temperature: 0.1) { }

    Distance IAnchorLoss.Distance => Distance.Cosine;

    Company IAnchorLoss.Company => Company.Keys;

    bool IAnchorLoss.NeedsNegative => false;

    /// <inheritdoc/>
    public T At<T>(T s, T positive, T negative) where T : struct, IRow<T> =>
        MaskedRow.Mean(MaskedRow.Surprise(s / T.Parameter(Temperature, "τ")), positive);
}
