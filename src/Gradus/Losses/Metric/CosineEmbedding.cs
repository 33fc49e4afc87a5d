using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// 1 − cos(a, b) for a similar pair and max(0, cos(a, b) − m) for a dissimilar one, with
/// cos(a, b) = a·b / √((‖a‖² + 10⁻¹²)(‖b‖² + 10⁻¹²)).
/// </summary>
/// <remarks>The target is 1 for similar, −1 for dissimilar pairs. The formula is written in d = 1 − cos.</remarks>
/// <param name="Margin">m: the cosine up to which dissimilar pairs cost nothing.</param>
/// <param name="Mining">Which pairs of a labelled batch take part.</param>
/// <param name="Reducer">What the mean of mined pairs is.</param>
/// <param name="Seed">The seed of mining=distanceWeighted.</param>
[Method("cosineEmbedding", "pulls similar pairs to one direction, dissimilar ones to right angles or beyond",
    Choose = "Pairs whose directions matter and lengths do not, such as sentence embeddings.",
    Source = "PyTorch and Torch7, CosineEmbeddingCriterion")]
[Convention("PyTorch", "CosineEmbeddingLoss: the same, ε = 1e-12 included")]
[Convention("Keras", "CosineSimilarity is −cos, for similar pairs only")]
[Convention("Optax", "cosine_distance is 1 − cos, for similar pairs only")]
public readonly record struct CosineEmbedding(
    [Param("cosine up to which dissimilar pairs cost nothing", Min = -1, Max = 1)] double Margin = 0,
    [Param("which pairs of a labelled batch take part")] Mining Mining = Mining.All,
    [Param("what the mean of mined pairs is")] Reducer Reducer = Reducer.Mean,
    [Param("seed of mining=distanceWeighted")] long Seed = 0) : IPairLoss<CosineEmbedding>
{
    /// <summary>The loss with margin 0.</summary>
    public CosineEmbedding() : this(Margin: 0) { }

    Distance ITupleLoss.Distance => Distance.Cosine;

    double ITupleLoss.LengthEpsilon => 1e-12;

    bool IPairLoss.SignedTarget => true;

    /// <inheritdoc/>
    public T At<T>(T d, T y) where T : struct, IReal<T>
    {
        T m = T.Parameter(Margin, "m");
        return y * d + (T.One - y) * T.Max(T.One - d - m, T.Zero);
    }
}
