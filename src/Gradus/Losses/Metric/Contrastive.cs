using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// The contrastive loss ½[y d² + (1 − y) max(0, m − d)²] of a pair at distance d, with y = 1 for a similar pair.
/// Hadsell, Chopra, LeCun (2006), eq. 4.
/// </summary>
/// <param name="Margin">m: the distance from which dissimilar pairs cost nothing.</param>
/// <param name="Distance">How far apart two embeddings are.</param>
/// <param name="Mining">Which pairs of a labelled batch take part.</param>
/// <param name="Reducer">What the mean of mined pairs is.</param>
/// <param name="Seed">The seed of mining=distanceWeighted.</param>
[Method("contrastive", "pulls similar pairs together, pushes dissimilar ones a margin apart",
    Choose = "Pairs labelled similar or not, as in verification. With class labels, triplet or supCon mostly train better.",
    Source = "Hadsell, Chopra, LeCun 2006, Dimensionality reduction by learning an invariant mapping, eq. 4")]
[Convention("Paper", "y marks the dissimilar pairs; here, as in most code, the similar ones")]
[Convention("PyTorch", "none; HingeEmbeddingLoss, here hingeEmbedding, is the loss without squares")]
[Convention("Keras", "TensorFlow Addons ContrastiveLoss: without the ½")]
public readonly record struct Contrastive(
    [Param("distance from which dissimilar pairs cost nothing", Min = 0, AboveMin = true)] double Margin = 1,
    [Param("how far apart two embeddings are")] Distance Distance = Distance.Euclidean,
    [Param("which pairs of a labelled batch take part")] Mining Mining = Mining.All,
    [Param("what the mean of mined pairs is")] Reducer Reducer = Reducer.Mean,
    [Param("seed of mining=distanceWeighted")] long Seed = 0) : IPairLoss<Contrastive>
{
    /// <summary>The contrastive loss with margin 1.</summary>
    public Contrastive() : this(Margin: 1) { }

    double ITupleLoss.MiningMargin => Margin;

    /// <inheritdoc/>
    public T At<T>(T d, T y) where T : struct, IReal<T>
    {
        T m = T.Parameter(Margin, "m");
        return T.Half * (y * (d * d) + (T.One - y) * Real.Square(T.Max(m - d, T.Zero)));
    }
}
