using System.Numerics;
using Gradus.Drivers;
using Gradus.Losses;

namespace Gradus.Tests.Drivers;

[Collection(TeamSize.Name)]
public unsafe class MetricDriverTests
{
    private static readonly ILoss[] s_losses =
    [
        new Triplet(Mining: Mining.BatchHard), new Triplet(Soft: true), new Triplet(Distance: Distance.Dot, Mining: Mining.SemiHard), new Contrastive(Distance: Distance.Squared),
        new MarginLoss(), new NtXent(), new Lifted(), new NPairs(), new MultiSimilarity(),
    ];

    public static TheoryData<int, int> Shapes { get; } = new() { { 2, 1 }, { 5, 3 }, { 33, 17 }, { 70, 64 }, { 131, 100 } };

    [Theory, MemberData(nameof(Shapes))]
    public void Every_width_and_precision_gives_what_one_number_at_a_time_gives(int count, int width)
    {
        foreach (ILoss loss in s_losses)
        {
            (double value, double[] gradient) = Run<double>(loss, count, width, Width.Scalar);
            double largest = gradient.Max(Math.Abs);
            foreach (Width lanes in Enum.GetValues<Width>())
            {
                Check(Run<double>(loss, count, width, lanes), 1e-11, $"{loss}, {lanes}");
                Check(Run<float>(loss, count, width, lanes), 2e-4, $"{loss}, {lanes}, float");
            }

            void Check((double Value, double[] Gradient) result, double tolerance, string what)
            {
                Assert.True(Math.Abs(result.Value - value) <= tolerance * Math.Max(1, Math.Abs(value)), $"{what}: {result.Value} for {value}");
                for (int i = 0; i < gradient.Length; i++)
                {
                    Assert.True(Math.Abs(result.Gradient[i] - gradient[i]) <= tolerance * Math.Max(1e-3, largest), $"{what}: {result.Gradient[i]} for {gradient[i]} at {i}");
                }
            }
        }
    }

    [Fact]
    public void The_size_of_the_team_changes_no_bit()
    {
        foreach (ILoss loss in s_losses)
        {
            List<(double Value, double[] Gradient)> results = [];
            for (int size = 1; size <= 3; size++) TeamSize.Of(size, () => results.Add(Run<float>(loss, 150, 40, Width.Widest)));
            Assert.All(results, result => Assert.Equal(results[0].Value, result.Value));
            Assert.All(results, result => Assert.Equal(results[0].Gradient, result.Gradient));
        }
    }

    [Fact]
    public void Neighbours_far_from_the_origin_keep_the_digits_of_their_distance()
    {
        // 1e-3 apart at 1000: the way over squared lengths would be left with nothing in single precision.
        using Memory<float> anchor = new(16, _ => 1000), positive = new(16, _ => 1000.001), negative = new(16, k => k == 0 ? 1003 : 1000), gradient = new(16, _ => 0);
        Embeddings<float> Of(Memory<float> x) => new() { Count = 1, Width = 16, Data = x.Pointer };
        double apart = 4 * (double)((float)1000.001 - 1000f);
        Assert.Equal(apart - 3 + 5, PairDriver.Run(new Triplet(Margin: 5), Of(anchor), Of(positive), Of(negative), default(Parts<float>)), 1e-6);
    }

    [Fact]
    public void Parts_that_are_not_reduced_are_weighted_by_what_comes_from_above()
    {
        foreach (ILoss loss in s_losses)
        {
            (double _, double[] all) = Run<double>(loss, 12, 5, Width.Widest, Reduction.Sum);
            double[] sum = new double[all.Length];
            for (int part = 0; part < 12; part++)
            {
                (double _, double[] one) = Run<double>(loss, 12, 5, Width.Widest, Reduction.None, i => i == part ? 1 : 0);
                for (int i = 0; i < sum.Length; i++) sum[i] += one[i];
            }

            for (int i = 0; i < sum.Length; i++) Assert.Equal(all[i], sum[i], 1e-10);
        }
    }

    private static (double Value, double[] Gradient) Run<E>(
        ILoss loss, int count, int width, Width lanes, Reduction reduction = Reduction.Mean, Func<int, double>? above = null)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        // On a grid that both precisions hold, so that both mine the same.
        SplitMix64 random = new(7);
        using Memory<E> data = new(count * width, _ => Math.Round(64 * random.NextNormal()) / 64), gradient = new(count * width, _ => 0);
        using Memory<E> values = new(count, _ => 0), weights = new(count, i => above is null ? 1 : above(i));
        long[] labels = [.. Enumerable.Range(0, count).Select(i => (long)(i * i % 7))];
        Embeddings<E> batch = new() { Count = count, Width = width, Data = data.Pointer, Gradient = gradient.Pointer };
        Parts<E> parts = new() { Reduction = reduction, Value = values.Pointer, Above = weights.Pointer };
        double value = loss is ITupleLoss tuples ? MinedDriver.Run(tuples, batch, labels, parts, lanes) : AnchorDriver.Run((IAnchorLoss)loss, batch, labels, parts, lanes);
        _ = (data.Numbers, values.Numbers);
        return (value, gradient.Numbers);
    }
}
