using System.Numerics;

namespace Gradus.Losses;

/// <summary><see cref="Mining.Hard"/>.</summary>
internal sealed class HardMiner<E> : Miner<E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    public override bool IsExhaustive => true;

    public override void Mine(AnchorRow<E> row, List<(int Positive, int Negative)> found)
    {
        foreach (int positive in row.Like)
        {
            if (positive == row.Anchor) continue;
            E border = row.Distances[positive];
            for (int j = 0; j < row.Distances.Length; j++)
            {
                if (row.Distances[j] <= border && row.IsNegative(j)) found.Add((positive, j));
            }
        }
    }
}
