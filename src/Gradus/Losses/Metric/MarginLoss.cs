using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// The margin loss max(0, α + (d − β)) of a similar pair and max(0, α − (d − β)) of a dissimilar one: β parts near from far,
/// with a margin α on both sides. Wu et al. (2017), eq. 7.
/// </summary>
/// <remarks>The paper also offers to learn β; here it is a number.</remarks>
/// <param name="Margin">α: how far on the right side of β costs nothing.</param>
/// <param name="Beta">β: the border between near and far.</param>
/// <param name="Distance">How far apart two embeddings are.</param>
/// <param name="Mining">Which pairs of a labelled batch take part.</param>
/// <param name="Reducer">What the mean of mined pairs is.</param>
/// <param name="Seed">The seed of mining=distanceWeighted.</param>
[Method("margin", "a border between near and far with a margin on both sides",
    Choose = "Embeddings of unit length trained with mining=distanceWeighted: similar pairs need not collapse, only be near enough.",
    Source = "Wu, Manmatha, Smola, Krähenbühl 2017, Sampling matters in deep embedding learning, eq. 7")]
[Convention("Paper", "averages over the pairs that cost something: reducer=meanNonZero")]
public readonly record struct MarginLoss(
    [Param("how far on the right side of the border costs nothing", Min = 0)] double Margin = 0.2,
    [Param("border between near and far")] double Beta = 1.2,
    [Param("how far apart two embeddings are")] Distance Distance = Distance.Euclidean,
    [Param("which pairs of a labelled batch take part")] Mining Mining = Mining.DistanceWeighted,
    [Param("what the mean of mined pairs is")] Reducer Reducer = Reducer.MeanNonZero,
    [Param("seed of mining=distanceWeighted")] long Seed = 0) : IPairLoss<MarginLoss>
{
    /// <summary>The margin loss with α = 0.2 and β = 1.2.</summary>
    public MarginLoss() : this(Margin: 0.2) { }

    double ITupleLoss.MiningMargin => Margin;

    /// <inheritdoc/>
    public T At<T>(T d, T y) where T : struct, IReal<T>
    {
        T α = T.Parameter(Margin, "α"), β = T.Parameter(Beta);
        return T.Max(α + (y + y - T.One) * (d - β), T.Zero);
    }
}
