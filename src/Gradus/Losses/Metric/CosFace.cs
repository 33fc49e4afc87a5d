using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// CosFace: softmax cross-entropy on γ(s − m) for the class and γs for the others, with cosines s between embedding and
/// proxies. Wang et al. (2018), eq. 4.
/// </summary>
/// <param name="Margin">m: by how much the cosine with the class's proxy must exceed the others.</param>
/// <param name="Scale">γ: what cosines are multiplied by, the inverse of a temperature.</param>
[Method("cosFace", "softmax over cosines with a margin on the cosine",
    Choose = "Classification into very many classes whose embeddings are used afterwards, such as faces; steadier than arcFace.",
    Source = "Wang et al. 2018, CosFace: large margin cosine loss for deep face recognition, eq. 4")]
[Convention("Paper", "m = 0.35, s = 64")]
[Convention("PyTorch", "pytorch-metric-learning CosFaceLoss: the same")]
public readonly record struct CosFace(
    [Param("by how much the right cosine must exceed the others", Min = 0, Max = 2)] double Margin = 0.35,
    [Param("what cosines are multiplied by", Min = 0, AboveMin = true)] double Scale = 64) : IAnchorLoss
{
    /// <summary>The loss with m = 0.35 and a scale of 64.</summary>
    public CosFace() : this(Margin: 0.35) { }

    Distance IAnchorLoss.Distance => Distance.Cosine;

    Company IAnchorLoss.Company => Company.Proxies;

    bool IAnchorLoss.NeedsNegative => false;

    /// <inheritdoc/>
    public T At<T>(T s, T positive, T negative) where T : struct, IRow<T> =>
        MaskedRow.Mean(MaskedRow.Surprise(T.Parameter(Scale, "γ") * (s - T.Parameter(Margin, "m") * positive)), positive);
}
