using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// ArcFace: softmax cross-entropy on γ cos(θ + m) for the class and γ cos θ for the others, θ being the angle between
/// embedding and proxy. Deng et al. (2019), eq. 3.
/// </summary>
/// <remarks>
/// Where θ + m passes π, where the cosine would rise again, the authors' cos θ − m sin m takes its place. Within a
/// millionth of 0 or π, sin θ counts as 10⁻⁶, which keeps its derivative finite.
/// </remarks>
/// <param name="Margin">m: in radians, by how much the angle to the class's proxy must fall short of the others.</param>
/// <param name="Scale">γ: what cosines are multiplied by, the inverse of a temperature.</param>
[Method("arcFace", "softmax over cosines with a margin on the angle",
    Choose = "Classification into very many classes whose embeddings are used afterwards, such as faces. Start with a smaller margin where training diverges.",
    Source = "Deng, Guo, Xue, Zafeiriou 2019, ArcFace: additive angular margin loss for deep face recognition, eq. 3")]
[Convention("Paper", "m = 0.5 rad, s = 64")]
[Convention("PyTorch", "pytorch-metric-learning ArcFaceLoss: margin in degrees, 28.6")]
public readonly record struct ArcFace(
    [Param("margin on the angle, in radians", Min = 0, Max = 3.14)] double Margin = 0.5,
    [Param("what cosines are multiplied by", Min = 0, AboveMin = true)] double Scale = 64) : IAnchorLoss
{
    private const double SmallestSquaredSine = 1e-12;

    /// <summary>The loss with m = 0.5 and a scale of 64.</summary>
    public ArcFace() : this(Margin: 0.5) { }

    Distance IAnchorLoss.Distance => Distance.Cosine;

    Company IAnchorLoss.Company => Company.Proxies;

    bool IAnchorLoss.NeedsNegative => false;

    /// <inheritdoc/>
    public T At<T>(T s, T positive, T negative) where T : struct, IRow<T>
    {
        T m = T.Parameter(Margin, "m"), sin = T.Sqrt(T.Max(T.One - s * s, T.Constant(SmallestSquaredSine)));
        T turned = T.Select(s < -T.Cos(m), s - m * T.Sin(m), s * T.Cos(m) - sin * T.Sin(m));
        return MaskedRow.Mean(MaskedRow.Surprise(T.Parameter(Scale, "γ") * T.Select(positive > T.Zero, turned, s)), positive);
    }
}
