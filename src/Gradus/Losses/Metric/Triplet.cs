using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>
/// The triplet loss max(0, d(a, p) − d(a, n) + m): the anchor must be nearer to the positive than to the negative, by a
/// margin; or, soft, log(1 + exp(d(a, p) − d(a, n))).
/// </summary>
/// <param name="Margin">m: how much nearer.</param>
/// <param name="Distance">How far apart two embeddings are.</param>
/// <param name="Soft">Whether a smooth ramp takes the place of margin and hinge. Hermans et al. (2017), §2.</param>
/// <param name="Mining">Which triplets of a labelled batch take part.</param>
/// <param name="Reducer">What the mean of mined triplets is.</param>
/// <param name="Seed">The seed of mining=distanceWeighted.</param>
[Method("triplet", "an anchor nearer to its like than to its unlike, by a margin",
    Choose = "Retrieval and verification with class labels; mining=batchHard or semiHard, for most triplets soon cost nothing. soft where no margin suits.",
    Source = "Schroff, Kalenichenko, Philbin 2015, FaceNet, eq. 3; soft and batchHard: Hermans, Beyer, Leibe 2017, In defense of the triplet loss")]
[Convention("Paper", "FaceNet: distance=squared on embeddings of unit length, margin 0.2, sum; Hermans et al.: distance=euclidean")]
[Convention("PyTorch", "TripletMarginWithDistanceLoss: the same; TripletMarginLoss adds eps = 1e-6 to each coordinate's difference")]
[Convention("Keras", "TensorFlow Addons TripletSemiHardLoss: takes the farthest negative where none is semi-hard")]
public readonly record struct Triplet(
    [Param("how much nearer the positive must be", Min = 0)] double Margin = 1,
    [Param("how far apart two embeddings are")] Distance Distance = Distance.Euclidean,
    [Param("whether a smooth ramp takes the place of margin and hinge")] bool Soft = false,
    [Param("which triplets of a labelled batch take part")] Mining Mining = Mining.All,
    [Param("what the mean of mined triplets is")] Reducer Reducer = Reducer.Mean,
    [Param("seed of mining=distanceWeighted")] long Seed = 0) : ITripletLoss<Triplet>
{
    /// <summary>The triplet loss with margin 1 on euclidean distances.</summary>
    public Triplet() : this(Margin: 1) { }

    double ITupleLoss.MiningMargin => Margin;

    /// <inheritdoc/>
    public T At<T>(T dPositive, T dNegative) where T : struct, IReal<T>
    {
        T m = T.Parameter(Margin, "m"), excess = dPositive - dNegative;
        return Soft ? Real.Softplus(excess) : T.Max(excess + m, T.Zero);
    }
}
