using Gradus.Losses;

namespace Gradus.Drivers;

/// <summary>How two embeddings are compared: by distance, or by the similarity that goes with it.</summary>
/// <param name="Distance">The distance.</param>
/// <param name="AsSimilarity">Whether larger is closer: the cosine, the product, the negative distance.</param>
/// <param name="LengthEpsilon">ε that is added to squared lengths under a cosine.</param>
internal readonly record struct Comparison(Distance Distance, bool AsSimilarity = false, double LengthEpsilon = 0)
{
    /// <summary>Whether differences of coordinates are squared; products are added up otherwise.</summary>
    public bool Differences => Distance is Distance.Euclidean or Distance.Squared;

    public bool HasUnitLength => Distance == Distance.Cosine;

    public bool HasRoot => Distance == Distance.Euclidean;

    /// <summary>The result is offset + sign · sum, or its root.</summary>
    public double Sign => Differences != AsSimilarity ? 1 : -1;

    public double Offset => Distance == Distance.Cosine && !AsSimilarity ? 1 : 0;

    /// <summary>What turns the slope by the result into the weight of a − b, or of b, in the gradient by a.</summary>
    public double Pull(double slope, double result) =>
        HasRoot ? result == 0 || slope == 0 ? 0 : Sign * slope / Math.Abs(result)
        : Distance == Distance.Squared ? 2 * Sign * slope
        : Sign * slope;
}
