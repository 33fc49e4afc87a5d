using System.Numerics;
using Gradus.Drivers;

namespace Gradus.Losses;

/// <summary>A triplet of rows of a table.</summary>
/// <param name="Anchor">The anchor's row.</param>
/// <param name="Positive">A row with the anchor's label.</param>
/// <param name="Negative">A row with another label.</param>
public readonly record struct MinedTriplet(int Anchor, int Positive, int Negative);

/// <summary>A pair of rows of a table.</summary>
/// <param name="Left">One end.</param>
/// <param name="Right">The other.</param>
/// <param name="IsSimilar">Whether the two have the same label.</param>
public readonly record struct MinedPair(int Left, int Right, bool IsSimilar);

/// <summary>
/// Mines a whole table of embeddings, made by one pass over a data set, for the pairs or triplets of the next epochs.
/// </summary>
/// <remarks>
/// What is found is what the losses find within a batch, were the table one. Distances are computed some rows at a time:
/// memory grows with the table and with what is found, not with the square of the table.
/// </remarks>
public static class OfflineMining
{
    /// <summary>Finds triplets.</summary>
    /// <param name="table">The embeddings, row after row.</param>
    /// <param name="width">How many numbers an embedding has.</param>
    /// <param name="labels">The label of each.</param>
    /// <param name="mining">Which triplets.</param>
    /// <param name="distance">How far apart two embeddings are.</param>
    /// <param name="margin">What semi-hard negatives are within.</param>
    /// <param name="seed">The seed of those that are drawn.</param>
    /// <param name="distancesHeld">About how many distances to hold at a time.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or a number is NaN or infinite.</exception>
    public static IReadOnlyList<MinedTriplet> Triplets<E>(
        ReadOnlySpan<E> table, int width, ReadOnlySpan<long> labels, Mining mining, Distance distance = Distance.Euclidean,
        double margin = 0.2, long seed = 0, int distancesHeld = 1 << 22)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        List<MinedTriplet> found = [];
        Mine(table, width, labels, pairs: false, mining, distance, margin, seed, distancesHeld, who => found.Add(new(who.Anchor, who.First, who.Second)));
        return found;
    }

    /// <summary>Finds pairs; one that its other end chooses too comes twice.</summary>
    /// <param name="table">The embeddings, row after row.</param>
    /// <param name="width">How many numbers an embedding has.</param>
    /// <param name="labels">The label of each.</param>
    /// <param name="mining">Which pairs.</param>
    /// <param name="distance">How far apart two embeddings are.</param>
    /// <param name="margin">What semi-hard negatives are within.</param>
    /// <param name="seed">The seed of those that are drawn.</param>
    /// <param name="distancesHeld">About how many distances to hold at a time.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or a number is NaN or infinite.</exception>
    public static IReadOnlyList<MinedPair> Pairs<E>(
        ReadOnlySpan<E> table, int width, ReadOnlySpan<long> labels, Mining mining, Distance distance = Distance.Euclidean,
        double margin = 0.2, long seed = 0, int distancesHeld = 1 << 22)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        List<MinedPair> found = [];
        LabelGroups groups = new(labels);
        Mine(table, width, labels, pairs: true, mining, distance, margin, seed, distancesHeld,
            who => found.Add(new(who.Anchor, who.First, groups.Groups[who.Anchor] == groups.Groups[who.First])));
        return found;
    }

    private static unsafe void Mine<E>(
        ReadOnlySpan<E> table, int width, ReadOnlySpan<long> labels, bool pairs, Mining mining, Distance distance, double margin, long seed, int distancesHeld,
        Action<(int Anchor, int First, int Second)> add)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(distancesHeld, 1);
        if (table.Length != (long)width * labels.Length)
        {
            throw new ArgumentException($"{table.Length} numbers and {labels.Length} labels were given; embeddings of {width} numbers need {(long)width * labels.Length}.");
        }

        VectorKernels<E> kernels = VectorKernels<E>.Of(Width.Widest);
        Comparison comparison = new(distance);
        fixed (E* data = table)
        {
            using VectorSet<E> set = new(new() { Count = labels.Length, Width = width, Data = data }, kernels.Panel, comparison);
            if (!set.IsFinite) throw new ArgumentException("The table has NaN or infinity in it, and distances to that have no order; leave those rows out.");
            MiningSweep<E> sweep = new(set, new(labels), Miner<E>.Of(mining, distance, width, margin, seed), pairs, comparison, kernels);
            sweep.Run(
                (mined, _, _) =>
                {
                    foreach (TupleList<E> list in mined)
                    {
                        foreach ((int Anchor, int First, int Second) who in list.Who) add(who);
                    }
                },
                tableNumbers: distancesHeld);
        }
    }
}
