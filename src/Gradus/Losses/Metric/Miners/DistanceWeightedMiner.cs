using System.Numerics;

namespace Gradus.Losses;

/// <summary><see cref="Mining.DistanceWeighted"/>.</summary>
/// <remarks>
/// Points spread evenly over the unit sphere in n dimensions lie at distance d with density
/// q(d) ∝ dⁿ⁻² (1 − ¼d²)^((n−3)/2): nearly all near √2. A negative is drawn with weight 1/q(d), where distances below
/// <see cref="Nearest"/> count as that, for they would give nothing but noise, and those from <see cref="Farthest"/> on,
/// which cost nothing, are left out while there are others. Embeddings are taken to be of unit length.
/// </remarks>
internal sealed class DistanceWeightedMiner<E>(Distance distance, nint width, long seed) : Miner<E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    private const double Nearest = 0.5;
    private const double Farthest = 1.4;

    public override void Mine(AnchorRow<E> row, List<(int Positive, int Negative)> found)
    {
        if (!row.HasPositive || !row.HasNegative) return;
        int[] negatives = new int[row.Distances.Length - row.Like.Length];
        for (int j = 0, at = 0; j < row.Distances.Length; j++)
        {
            if (row.IsNegative(j)) negatives[at++] = j;
        }

        double[] upTo = Weights(row.Distances, negatives);
        for (int i = 1; i < upTo.Length; i++) upTo[i] += upTo[i - 1];
        foreach (int positive in row.Like)
        {
            if (positive == row.Anchor) continue;
            double drawn = upTo[^1] * Uniform(row.Anchor, positive);
            int at = Array.BinarySearch(upTo, drawn);
            found.Add((positive, negatives[Math.Min(at < 0 ? ~at : at + 1, negatives.Length - 1)]));
        }
    }

    private double[] Weights(ReadOnlySpan<E> distances, int[] negatives)
    {
        double[] logs = new double[negatives.Length];
        for (int i = 0; i < logs.Length; i++)
        {
            double d = OnSphere(double.CreateTruncating(distances[negatives[i]]));
            logs[i] = d < Farthest ? -LogDensity(Math.Max(d, Nearest)) : double.NegativeInfinity;
        }

        double largest = logs.Max();
        return [.. logs.Select(log => double.IsNegativeInfinity(largest) ? 1 : Math.Exp(log - largest))];
    }

    private double OnSphere(double d) => distance switch
    {
        Distance.Euclidean => d,
        Distance.Squared => Math.Sqrt(d),
        Distance.Cosine => Math.Sqrt(Math.Max(0, 2 * d)),
        _ => Math.Sqrt(Math.Max(0, 2 + 2 * d)),
    };

    private double LogDensity(double d) => (width - 2) * Math.Log(d) + 0.5 * (width - 3) * Math.Log(1 - 0.25 * d * d);

    /// <summary>One number for each anchor and positive, whoever asks in whatever order.</summary>
    private double Uniform(int anchor, int positive)
    {
        ulong stream = SplitMix64.Scramble(unchecked((ulong)seed + ((ulong)anchor + 1) * SplitMix64.Increment));
        return SplitMix64.ToUniform(SplitMix64.Scramble(unchecked(stream + ((ulong)positive + 1) * SplitMix64.Increment)));
    }
}
