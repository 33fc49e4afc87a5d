using Gradus.Losses;

namespace Gradus.Tests.Losses.Metric;

/// <summary>Random embeddings and the plain definitions that results are held against.</summary>
internal sealed class Embedded
{
    public Embedded(int count, int width, int classes, ulong seed = 1)
    {
        SplitMix64 random = new(seed);
        (Count, Width) = (count, width);
        Numbers = [.. Enumerable.Range(0, count * width).Select(_ => random.NextNormal())];
        Labels = [.. Enumerable.Range(0, count).Select(_ => (long)(classes * random.NextUniform()))];
    }

    public int Count { get; }

    public int Width { get; }

    public double[] Numbers { get; }

    public long[] Labels { get; }

    public LossInputs Inputs => new() { ["embedding"] = Vectors, ["label"] = new([.. Labels.Select(label => (double)label)]) };

    public NumberArray Vectors => new(Numbers, [Count, Width]);

    public double[] Row(int i) => Numbers[(i * Width)..((i + 1) * Width)];

    public double Distance(int i, int j, Distance distance = Gradus.Losses.Distance.Euclidean) => Between(Row(i), Row(j), distance);

    public IEnumerable<int> Positives(int anchor) => Enumerable.Range(0, Count).Where(j => j != anchor && Labels[j] == Labels[anchor]);

    public IEnumerable<int> Negatives(int anchor) => Enumerable.Range(0, Count).Where(j => Labels[j] != Labels[anchor]);

    public static double Between(double[] a, double[] b, Distance distance)
    {
        double square = a.Zip(b, (x, y) => (x - y) * (x - y)).Sum(), product = Product(a, b);
        return distance switch
        {
            Gradus.Losses.Distance.Euclidean => Math.Sqrt(square),
            Gradus.Losses.Distance.Squared => square,
            Gradus.Losses.Distance.Cosine => 1 - product / Math.Sqrt(Product(a, a) * Product(b, b)),
            _ => -product,
        };
    }

    private static double Product(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
