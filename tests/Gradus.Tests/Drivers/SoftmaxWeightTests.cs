using Gradus.Drivers;
using Gradus.Losses;

namespace Gradus.Tests.Drivers;

[Collection(TeamSize.Name)]
public unsafe class SoftmaxWeightTests
{
    private const int Count = 37;

    public static TheoryData<int, bool> Shapes { get; } = new() { { 3, false }, { 3, true }, { 10, false }, { 10, true }, { 200, false }, { 200, true } };

    [Theory, MemberData(nameof(Shapes))]
    public void A_row_of_weight_two_counts_as_two_rows(int classes, bool spread)
    {
        using Memory<double> x = Memory<double>.Random(Count * classes, 1, 3), q = new(Count * classes, i => (i * 7 % 5) / 10.0);
        using Memory<double> weight = new(Count, row => row % 3), values = new(Count, _ => 0), gradient = new(Count * classes, _ => 9);
        int[] repeated = [.. Enumerable.Range(0, Count).SelectMany(row => Enumerable.Repeat(row, row % 3))];
        using Memory<double> x2 = new(repeated.Length * classes, i => x.Pointer[repeated[i / classes] * classes + i % classes]);
        using Memory<double> q2 = new(repeated.Length * classes, i => q.Pointer[repeated[i / classes] * classes + i % classes]);
        using Memory<double> values2 = new(repeated.Length, _ => 0), gradient2 = new(repeated.Length * classes, _ => 0);
        CrossEntropy loss = new(ClassWeights: [.. Enumerable.Range(0, classes).Select(c => 1 + c % 2)]);
        long[] targets = [.. Enumerable.Range(0, Count).Select(row => (long)(row * 5 % classes))], targets2 = [.. repeated.Select(row => targets[row])];
        fixed (long* target = targets, target2 = targets2)
        {
            Rows<double> rows = new()
            {
                Count = Count, Classes = classes, Logits = x.Pointer, Weight = weight.Pointer, Value = values.Pointer, Gradient = gradient.Pointer,
                Target = spread ? null : target, Distribution = spread ? q.Pointer : null,
            };
            Rows<double> more = new()
            {
                Count = repeated.Length, Classes = classes, Logits = x2.Pointer, Value = values2.Pointer, Gradient = gradient2.Pointer,
                Target = spread ? null : target2, Distribution = spread ? q2.Pointer : null,
            };
            foreach (Reduction reduction in (Reduction[])[Reduction.Mean, Reduction.Sum])
            {
                Assert.Equal(1, SoftmaxDriver.Run(loss, rows, reduction) / SoftmaxDriver.Run(loss, more, reduction), 1e-13);
                double[] expected = new double[Count * classes];
                for (int i = 0; i < repeated.Length * classes; i++) expected[repeated[i / classes] * classes + i % classes] += gradient2.Pointer[i];
                Near.Equal(expected, gradient.Numbers, 1e-14);
                Assert.Equal(values2.Numbers.Sum(), values.Numbers.Sum(), 1e-10);
            }
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void A_row_of_weight_zero_is_left_out_whatever_it_holds(int classes, bool spread)
    {
        using Memory<float> x = new(3 * classes, i => i / classes == 1 ? double.NaN : i % 4), q = new(3 * classes, _ => 1.0 / classes);
        using Memory<float> weight = new(3, row => row == 1 ? 0 : 2), gradient = new(3 * classes, _ => 9);
        long[] targets = [0, 1, 2];
        fixed (long* target = targets)
        {
            double mean = SoftmaxDriver.Run(new CrossEntropy(), new Rows<float>
            {
                Count = 3, Classes = classes, Logits = x.Pointer, Weight = weight.Pointer, Gradient = gradient.Pointer,
                Target = spread ? null : target, Distribution = spread ? q.Pointer : null,
            }, Reduction.Mean);
            Assert.True(double.IsFinite(mean));
            Assert.All(gradient.Numbers[classes..(2 * classes)], slope => Assert.Equal(0, slope));
            Assert.All(gradient.Numbers, slope => Assert.True(double.IsFinite(slope)));
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void NaN_comes_out_as_NaN(int classes, bool spread)
    {
        using Memory<float> x = new(3 * classes, i => i == classes + 1 ? double.NaN : i % 4), gradient = new(3 * classes, _ => 9), value = new(3, _ => 9);
        using Memory<float> q = new(3 * classes, i => i == 0 ? double.NaN : 1.0 / classes);
        long[] targets = [0, 1, 2];
        fixed (long* target = targets)
        {
            double mean = SoftmaxDriver.Run(new CrossEntropy(), new Rows<float>
            {
                Count = 3, Classes = classes, Logits = x.Pointer, Gradient = gradient.Pointer, Value = value.Pointer,
                Target = spread ? null : target, Distribution = spread ? q.Pointer : null,
            }, Reduction.Mean);
            Assert.True(double.IsNaN(mean));
            Assert.Equal([spread, true, false], value.Numbers.Select(double.IsNaN));
            Assert.Equal(spread, double.IsNaN(gradient.Numbers[0]));
            Assert.All(gradient.Numbers[classes..(2 * classes)], slope => Assert.True(double.IsNaN(slope)));
        }
    }

    [Fact]
    public void A_mean_of_no_rows_is_NaN_and_a_sum_of_none_zero()
    {
        foreach (Reduction reduction in (Reduction[])[Reduction.Mean, Reduction.Sum])
        {
            double value = SoftmaxDriver.Run(new CrossEntropy(), new Rows<float> { Count = 0, Classes = 3 }, reduction);
            Assert.Equal(reduction == Reduction.Mean ? double.NaN : 0, value);
        }
    }
}
