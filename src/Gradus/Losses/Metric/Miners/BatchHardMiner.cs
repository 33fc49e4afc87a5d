using System.Numerics;

namespace Gradus.Losses;

/// <summary><see cref="Mining.BatchHard"/>.</summary>
internal sealed class BatchHardMiner<E> : Miner<E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    public override void Mine(AnchorRow<E> row, List<(int Positive, int Negative)> found)
    {
        if (!row.HasPositive) return;
        int negative = row.NearestNegative();
        if (negative >= 0) found.Add((row.FarthestPositive(), negative));
    }
}
