using Gradus.Algebra;
using Gradus.Drivers;
using Gradus.Losses;
using Gradus.Metadata;

namespace Gradus.Tests.Drivers;

[Collection(TeamSize.Name)]
public unsafe class PointwiseWeightTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(1003)]
    [InlineData(70_001)]
    public void Weights_multiply_value_and_slopes(int count)
    {
        using Memory<double> x = Memory<double>.Random(count, 1, 3), y = Memory<double>.Random(count, 2), weight = new(count, i => i % 4);
        using Memory<double> value = new(count, _ => 0), slope = new(count, _ => 0), targetSlope = new(count, _ => 0);
        using Memory<double> value2 = new(count, _ => 0), slope2 = new(count, _ => 0), targetSlope2 = new(count, _ => 0);
        Pairs<double> plain = new() { Prediction = x.Pointer, Target = y.Pointer, Value = value.Pointer, Slope = slope.Pointer, TargetSlope = targetSlope.Pointer, Scale = 0.5 };
        Pairs<double> weighted = plain with { Weight = weight.Pointer, Value = value2.Pointer, Slope = slope2.Pointer, TargetSlope = targetSlope2.Pointer };
        PointwiseDriver.Run(new Huber(), plain, count);
        double sum = PointwiseDriver.Run(new Huber(), weighted, count);
        Assert.Equal(value2.Numbers.Sum(), sum, 1e-8);
        Assert.Equal(weight.Numbers.Sum(), PointwiseDriver.Mass(weighted, count));
        Near.Equal([.. value.Numbers.Zip(weight.Numbers, (v, w) => v * w)], value2.Numbers, 1e-14);
        Near.Equal([.. slope.Numbers.Zip(weight.Numbers, (v, w) => v * w)], slope2.Numbers, 1e-14);
        Near.Equal([.. targetSlope.Numbers.Zip(weight.Numbers, (v, w) => v * w)], targetSlope2.Numbers, 1e-14);
    }

    [Fact]
    public void A_pair_of_weight_zero_is_left_out_whatever_it_holds()
    {
        foreach (int at in (int[])[0, 20, 99])
        {
            foreach (double odd in (double[])[double.NaN, double.PositiveInfinity, 7])
            {
                using Memory<float> x = new(100, i => i == at ? odd : 0.5), y = new(100, i => i == at ? odd : 0.25), weight = new(100, i => i == at ? 0 : 2), slope = new(100, _ => 9);
                Pairs<float> pairs = new() { Prediction = x.Pointer, Target = y.Pointer, Weight = weight.Pointer, Slope = slope.Pointer, Scale = 1 };
                Assert.Equal(99 * 2 * 0.0625, PointwiseDriver.Run(new Shares(), pairs, 100), 1e-5);
                Assert.Equal(0, slope.Numbers[at]);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    [InlineData(999)]
    [InlineData(40_000)]
    [InlineData(70_000)]
    public void The_first_number_out_of_range_is_named(int at)
    {
        const int Count = 70_001;
        using Memory<float> x = new(Count, _ => 0.5), y = new(Count, i => i < at ? 1 : i == at ? 1.3 : i % 3), slope = new(Count, _ => 0);
        Pairs<float> pairs = new() { Prediction = x.Pointer, Target = y.Pointer, Slope = slope.Pointer };
        foreach (int team in (int[])[1, 3])
        {
            TeamSize.Of(team, () =>
            {
                string said = Assert.Throws<ArgumentException>(() => PointwiseDriver.Run(new Shares(), pairs, Count)).Message;
                Assert.Equal($"target {at} is 1.3, but shares needs targets in [0, 1]; correct it, or give it weight 0 to leave it out.", said);
            });
        }
    }

    [Theory]
    [InlineData(0.0, true)]
    [InlineData(-0.25, true)]
    [InlineData(double.PositiveInfinity, true)]
    [InlineData(1e-30, false)]
    [InlineData(double.NaN, false)]
    public void Bounds_that_are_out_themselves_are_refused_and_NaN_passes(double prediction, bool refused)
    {
        foreach (int at in (int[])[3, 30])
        {
            using Memory<double> x = new(31, i => i == at ? prediction : 1), y = new(31, _ => 1);
            Pairs<double> pairs = new() { Prediction = x.Pointer, Target = y.Pointer, Slope = x.Pointer, Scale = 1 };
            if (refused)
            {
                Assert.StartsWith($"prediction {at} is ", Assert.Throws<ArgumentException>(() => PointwiseDriver.Run(new Shares(), pairs, 31)).Message, StringComparison.Ordinal);
            }
            else
            {
                Assert.Equal(double.IsNaN(prediction), double.IsNaN(PointwiseDriver.Run(new Shares(), pairs, 31)));
            }
        }
    }

    [Fact]
    public void A_number_comes_out_the_same_wherever_it_lies()
    {
        BceWithLogits loss = new();
        using Memory<float> x = new(61, _ => 0.3), y = new(61, _ => 1), value = new(61, _ => 0), slope = new(61, _ => 0);
        PointwiseDriver.Run(loss, new Pairs<float> { Prediction = x.Pointer, Target = y.Pointer, Value = value.Pointer, Slope = slope.Pointer, Scale = 1 }, 61);
        Assert.Single(value.Numbers.Distinct());
        Assert.Single(slope.Numbers.Distinct());
    }

    [Fact]
    public void The_mean_of_a_hundred_million_equal_floats_keeps_six_digits()
    {
        // One row of numbers, read a hundred times: what the sum does with them is the same as for numbers of their own.
        const int Count = 1_000_000;
        foreach (double number in (double[])[0.1, 1.0 / 3, 0.7])
        {
            using Memory<float> x = new(Count, _ => number), y = new(Count, _ => 0);
            double exact = (float)number, sum = 0;
            for (int i = 0; i < 100; i++) sum += PointwiseDriver.Run(new Mae(), new Pairs<float> { Prediction = x.Pointer, Target = y.Pointer }, Count);
            Assert.Equal(1, sum / (100.0 * Count) / exact, 1e-6);
        }
    }

    [Fact]
    public void A_hundred_million_floats_in_one_sweep_keep_six_digits()
    {
        const nint Count = 100_000_000;
        float* x = (float*)System.Runtime.InteropServices.NativeMemory.Alloc((nuint)Count, sizeof(float));
        try
        {
            double exact = 0;
            for (nint i = 0; i < Count; i++)
            {
                x[i] = (uint)(i * 2_654_435_761) * 2.3283064e-10f;
                exact += (double)x[i] * x[i];
            }

            // The error of a prediction from 0, with the numbers as both prediction and target.
            double sum = PointwiseDriver.Run(new OwnSquare(), new Pairs<float> { Prediction = x, Target = x }, Count);
            Assert.Equal(1, sum / exact, 1e-6);
        }
        finally
        {
            System.Runtime.InteropServices.NativeMemory.Free(x);
        }
    }

    private readonly record struct OwnSquare : IPointwiseLoss<OwnSquare>
    {
        public T At<T>(T ŷ, T y) where T : struct, IReal<T> => ŷ * y;
    }

    /// <summary>A loss of positive predictions and of targets from 0 to 1.</summary>
    private readonly record struct Shares : IPointwiseLoss<Shares>
    {
        public ParameterRange PredictionRange => new(0, double.PositiveInfinity, true, false);

        public ParameterRange TargetRange => new(0, 1, false, false);

        public T At<T>(T ŷ, T y) where T : struct, IReal<T> => Real.Square(ŷ - y);
    }
}
