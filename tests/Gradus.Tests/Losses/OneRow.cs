using Gradus.Losses;

namespace Gradus.Tests.Losses;

/// <summary>Losses of a single row, for tests of what they say.</summary>
internal static class OneRow
{
    public static LossEvaluation Evaluate(string loss, double[] x, double[] q) =>
        LossEvaluation.Of(Notation.ParseLoss(loss), new(new(x, [1, x.Length]), new(q, [1, q.Length])));

    public static LossEvaluation Evaluate(string loss, double[] x, int target) =>
        LossEvaluation.Of(Notation.ParseLoss(loss), new(new(x, [1, x.Length]), new(target)));

    public static double Value(string loss, double[] x, double[] q) => Evaluate(loss, x, q).Value;

    public static double Value(string loss, double[] x, int target) => Evaluate(loss, x, target).Value;

    public static double[] Softmax(double[] x)
    {
        double[] e = [.. x.Select(v => Math.Exp(v - x.Max()))];
        return [.. e.Select(v => v / e.Sum())];
    }

    public static double[] Normal(ulong seed, int count, double deviation = 1)
    {
        SplitMix64 random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => deviation * random.NextNormal())];
    }

    public static double[] Mask(ulong seed, int count)
    {
        SplitMix64 random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextUniform() < 0.4 ? 1.0 : 0)];
    }
}
