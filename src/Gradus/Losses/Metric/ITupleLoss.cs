using Gradus.Algebra;

namespace Gradus.Losses;

/// <summary>A loss of two numbers about embeddings: of pairs or of triplets, given one by one or mined from a labelled batch.</summary>
public interface ITupleLoss : ILoss
{
    /// <summary>How far apart two embeddings are.</summary>
    Distance Distance { get; }

    /// <summary>Which pairs or triplets of a labelled batch take part.</summary>
    Mining Mining => Mining.All;

    /// <summary>What the mean of mined ones is.</summary>
    Reducer Reducer => Reducer.Mean;

    /// <summary>The margin that <see cref="Mining.SemiHard"/> looks within.</summary>
    double MiningMargin => 0;

    /// <summary>The seed of <see cref="Mining.DistanceWeighted"/>.</summary>
    long Seed => 0;

    /// <summary>ε in cos(a, b) = a·b / √((‖a‖² + ε)(‖b‖² + ε)).</summary>
    double LengthEpsilon => 0;

    /// <summary>The formula as a function of two numbers, for the driver of pointwise losses.</summary>
    IPointwiseLoss Formula { get; }
}

/// <summary>A formula of two numbers in the place of prediction and target.</summary>
internal readonly record struct PairFormula<TLoss>(TLoss Loss) : IPointwiseLoss<PairFormula<TLoss>> where TLoss : struct, IPairLoss
{
    public T At<T>(T ŷ, T y) where T : struct, IReal<T> => Loss.At(ŷ, y);
}

/// <summary>A formula of two numbers in the place of prediction and target.</summary>
internal readonly record struct TripletFormula<TLoss>(TLoss Loss) : IPointwiseLoss<TripletFormula<TLoss>> where TLoss : struct, ITripletLoss
{
    public T At<T>(T ŷ, T y) where T : struct, IReal<T> => Loss.At(ŷ, y);
}
