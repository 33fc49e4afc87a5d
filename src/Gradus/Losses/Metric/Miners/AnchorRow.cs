using System.Numerics;

namespace Gradus.Losses;

/// <summary>One anchor, and how far everything is from it.</summary>
internal readonly ref struct AnchorRow<E>(int anchor, ReadOnlySpan<E> distances, LabelGroups labels)
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    public int Anchor { get; } = anchor;

    public ReadOnlySpan<E> Distances { get; } = distances;

    /// <summary>What has the anchor's label, itself included.</summary>
    public ReadOnlySpan<int> Like => labels.Like(Anchor);

    public bool HasPositive => Like.Length > 1;

    public bool HasNegative => Like.Length < labels.Count;

    public bool IsNegative(int sample) => labels.Groups[sample] != labels.Groups[Anchor];

    /// <summary>The nearest negative; −1 where there is none.</summary>
    public int NearestNegative()
    {
        int nearest = -1, begin = 0;
        E best = E.PositiveInfinity;
        foreach (int like in Like)
        {
            Try(Distances[begin..like]);
            begin = like + 1;
        }

        Try(Distances[begin..labels.Count]);
        return nearest;

        void Try(ReadOnlySpan<E> between)
        {
            if (between.IsEmpty || Smallest(between) is var found && !(found < best)) return;
            (best, nearest) = (found, begin + First(between, found));
        }
    }

    /// <summary>The nearest negative of those farther than a border; −1 where there is none.</summary>
    public int NearestNegative(E beyond)
    {
        ReadOnlySpan<int> groups = labels.Groups;
        ReadOnlySpan<E> distances = Distances[..groups.Length];
        int own = groups[Anchor], nearest = -1;
        E best = E.PositiveInfinity;
        for (int j = 0; j < groups.Length; j++)
        {
            if (!(distances[j] < best) || groups[j] == own || !(distances[j] > beyond)) continue;
            (best, nearest) = (distances[j], j);
        }

        return nearest;
    }

    public int FarthestPositive()
    {
        int farthest = -1;
        foreach (int j in Like)
        {
            if (j != Anchor && (farthest < 0 || Distances[j] > Distances[farthest])) farthest = j;
        }

        return farthest;
    }

    public int NearestPositive()
    {
        int nearest = -1;
        foreach (int j in Like)
        {
            if (j != Anchor && (nearest < 0 || Distances[j] < Distances[nearest])) nearest = j;
        }

        return nearest;
    }

    /// <summary>Where a number stands first.</summary>
    private static int First(ReadOnlySpan<E> numbers, E wanted)
    {
        Vector<E> all = new(wanted);
        int k = 0;
        while (k <= numbers.Length - Vector<E>.Count && !Vector.EqualsAny(new Vector<E>(numbers[k..]), all)) k += Vector<E>.Count;
        while (numbers[k] != wanted) k++;
        return k;
    }

    private static E Smallest(ReadOnlySpan<E> numbers)
    {
        E smallest = numbers[0];
        int k = 0;
        if (numbers.Length >= Vector<E>.Count)
        {
            Vector<E> lanes = new(numbers);
            for (; k <= numbers.Length - Vector<E>.Count; k += Vector<E>.Count) lanes = Vector.Min(lanes, new Vector<E>(numbers[k..]));
            for (int lane = 0; lane < Vector<E>.Count; lane++) smallest = E.Min(smallest, lanes[lane]);
        }

        for (; k < numbers.Length; k++) smallest = E.Min(smallest, numbers[k]);
        return smallest;
    }
}
