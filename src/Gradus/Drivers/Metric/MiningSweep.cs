using System.Numerics;
using Gradus.Losses;

namespace Gradus.Drivers;

/// <summary>
/// Goes over all anchors of a batch, or of a table of any length, a block of rows of distances at a time, so that memory
/// grows with the embeddings and not with their square.
/// </summary>
internal sealed unsafe class MiningSweep<E>(VectorSet<E> set, LabelGroups labels, Miner<E> miner, bool pairs, Comparison comparison, VectorKernels<E> kernels)
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>How many distances are held at a time, where one row does not need more.</summary>
    public const nint TableNumbers = 1 << 22;

    /// <summary>How many triplets are mined before they are dealt with, where one anchor does not have more.</summary>
    private const long MaxTuples = 1 << 20;

    /// <summary>Below this many distances to look through, waking another thread costs more than it brings.</summary>
    private const nint WorthSharing = 1 << 20;

    /// <summary>Anchors whose triplets make one list, however many threads there are: a list's length decides what its registers hold.</summary>
    private const nint Unit = 16;

    /// <summary>Deals with the tuples of some anchors; their rows of distances begin at a place of the table.</summary>
    public delegate void Deal(TupleList<E>[] mined, E* table, nint firstOfTable);

    /// <summary>Called when the rows of a block are done with.</summary>
    public delegate void Close(E* table, nint first, nint count);

    /// <summary>Whether there may be as many pairs as there are distances, or more triplets.</summary>
    public bool IsExhaustive => miner.IsExhaustive;

    public void Run(Deal deal, Close? close = null, nint tableNumbers = TableNumbers)
    {
        nint rows = nint.Min(RowsOfBlock(set, tableNumbers), set.Count);
        using Scratch<E> table = new(rows * set.TableStride, zeroed: false);
        for (nint first = 0; first < set.Count; first += rows)
        {
            nint count = nint.Min(rows, set.Count - first);
            kernels.Compare(set, first, count, set, comparison, table.Pointer);
            for (nint begin = first, end; begin < first + count; begin = end)
            {
                end = Chunk(begin, first + count);
                TupleList<E>[] lists = new TupleList<E>[(end - begin + Unit - 1) / Unit];
                Team.Run(new MiningJob<E>(miner, pairs, labels, table.Pointer, set.TableStride, first, begin, end - begin, lists), lists.Length, isSmall: (end - begin) * set.Count < WorthSharing);
                deal(lists, table.Pointer, first);
            }

            close?.Invoke(table.Pointer, first, count);
        }
    }

    /// <summary>How many rows of distances are held at a time: whole tiles, at least one.</summary>
    public static nint RowsOfBlock(VectorSet<E> columns, nint tableNumbers) =>
        nint.Max(4, tableNumbers / nint.Max(1, columns.TableStride) / 4 * 4);

    private nint Chunk(nint begin, nint end)
    {
        long tuples = 0;
        nint anchor = begin;
        for (; anchor < end && (tuples < MaxTuples || anchor == begin); anchor++)
        {
            int like = labels.Like((int)anchor).Length;
            tuples += miner.IsExhaustive && !pairs ? (like - 1L) * (labels.Count - like) : labels.Count;
        }

        return anchor;
    }
}
