using System.Numerics;
using Gradus.Losses;

namespace Gradus.Drivers;

/// <summary>Mines the triplets, or the pairs in them, of some anchors whose rows of distances are known.</summary>
internal sealed unsafe class MiningJob<E>(
    Miner<E> miner, bool pairs, LabelGroups labels, E* table, nint stride, nint firstOfTable, nint first, nint count, TupleList<E>[] lists) : Job
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    public override void Run(int part, int parts)
    {
        TupleList<E> list = lists[part] = new();
        List<(int Positive, int Negative)> found = [];
        bool[] taken = pairs ? new bool[labels.Count] : [];
        nint last = first + count * (part + 1) / parts;
        for (nint anchor = first + count * part / parts; anchor < last; anchor++)
        {
            AnchorRow<E> row = new((int)anchor, new(table + (anchor - firstOfTable) * stride, labels.Count), labels);
            if (pairs && miner is AllMiner<E>)
            {
                AddAll(row, list);
                continue;
            }

            found.Clear();
            miner.Mine(row, found);
            if (!pairs)
            {
                foreach ((int positive, int negative) in found) list.Add(row.Anchor, positive, negative, row.Distances[positive], row.Distances[negative]);
                continue;
            }

            foreach ((int positive, int negative) in found) taken[positive] = taken[negative] = true;
            for (int j = 0; j < taken.Length && found.Count > 0; j++)
            {
                if (taken[j]) AddPair(row, j, list);
                taken[j] = false;
            }
        }
    }

    private static void AddAll(AnchorRow<E> row, TupleList<E> list)
    {
        for (int j = 0; j < row.Distances.Length; j++)
        {
            if (j != row.Anchor) AddPair(row, j, list);
        }
    }

    private static void AddPair(AnchorRow<E> row, int other, TupleList<E> list) =>
        list.Add(row.Anchor, other, TupleList<E>.None, row.Distances[other], row.IsNegative(other) ? E.Zero : E.One);
}
