using System.Numerics;

namespace Gradus.Losses;

/// <summary><see cref="Mining.SemiHard"/>.</summary>
internal sealed class SemiHardMiner<E>(E margin) : Miner<E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    public override void Mine(AnchorRow<E> row, List<(int Positive, int Negative)> found)
    {
        foreach (int positive in row.Like)
        {
            if (positive == row.Anchor) continue;
            int negative = row.NearestNegative(row.Distances[positive]);
            if (negative >= 0 && row.Distances[negative] < row.Distances[positive] + margin) found.Add((positive, negative));
        }
    }
}
