using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>
/// d for a similar pair (y = 1) and max(0, m − d) for a dissimilar one (y = −1), where the prediction d is a distance; between
/// the two, ½(1 + y) d + ½(1 − y) max(0, m − d).
/// </summary>
/// <remarks>It takes distances that were computed before; losses that compute them from embeddings are those of pairs.</remarks>
/// <param name="Margin">m: the distance from which dissimilar pairs cost nothing.</param>
[Method("hingeEmbedding", "draws distances of similar pairs to 0, pushes those of dissimilar ones beyond a margin",
    Choose = "Distances of any kind, an L1 distance say, that a model has computed itself. From embeddings, contrastive or cosineEmbedding.",
    Source = "Collobert, Weston 2007; PyTorch HingeEmbeddingLoss")]
[Convention("PyTorch", "HingeEmbeddingLoss(margin=1): the same, negative numbers being taken too; TorchSharp's hinge_embedding_loss has margin 0 where none is given, which pushes no pair of distance 0 or more apart")]
[Convention("Keras", "not offered")]
public readonly record struct HingeEmbedding(
    [Param("distance from which dissimilar pairs cost nothing", Min = 0, AboveMin = true)] double Margin = 1) : IPointwiseLoss<HingeEmbedding>
{
    /// <summary>The loss with margin 1.</summary>
    public HingeEmbedding() : this(Margin: 1) { }

    /// <summary>Distances are not negative; below 0, the loss of a similar pair would fall without end.</summary>
    public ParameterRange PredictionRange => new(0, double.PositiveInfinity, false, false);

    /// <inheritdoc/>
    public ParameterRange TargetRange => new(-1, 1, false, false);

    /// <inheritdoc/>
    public T At<T>(T ŷ, T y) where T : struct, IReal<T> =>
        T.Half * ((T.One + y) * ŷ + (T.One - y) * T.Max(T.Parameter(Margin, "m") - ŷ, T.Zero));
}
