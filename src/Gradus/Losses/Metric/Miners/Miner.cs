using System.Numerics;

namespace Gradus.Losses;

/// <summary>Chooses the triplets of an anchor.</summary>
internal abstract class Miner<E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>Whether an anchor may have as many triplets as it has positives times negatives.</summary>
    public virtual bool IsExhaustive => false;

    /// <summary>The miner of a kind.</summary>
    /// <param name="mining">The kind.</param>
    /// <param name="distance">What the distances are.</param>
    /// <param name="width">How many numbers an embedding has.</param>
    /// <param name="margin">What semi-hard negatives are within.</param>
    /// <param name="seed">The seed of those that are drawn.</param>
    public static Miner<E> Of(Mining mining, Distance distance, nint width, double margin, long seed) => mining switch
    {
        Mining.All => new AllMiner<E>(),
        Mining.Hard => new HardMiner<E>(),
        Mining.BatchHard => new BatchHardMiner<E>(),
        Mining.SemiHard => new SemiHardMiner<E>(E.CreateTruncating(margin)),
        Mining.EasyPositive => new EasyPositiveMiner<E>(),
        Mining.DistanceWeighted => new DistanceWeightedMiner<E>(distance, width, seed),
        _ => throw new ArgumentOutOfRangeException(nameof(mining), mining, "There is no such way to mine."),
    };

    /// <summary>Adds the anchor's triplets.</summary>
    public abstract void Mine(AnchorRow<E> row, List<(int Positive, int Negative)> found);
}
