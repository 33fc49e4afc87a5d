using Gradus.Drivers;
using Gradus.Losses;

namespace Gradus.Tests.Drivers;

public sealed unsafe class VarianceDriverTests
{
    private const int Count = 3 * (1 << 14) + 37;

    private static readonly double[] s_prediction = [.. Enumerable.Range(0, Count).Select(i => 3 * Math.Sin(i))];
    private static readonly double[] s_target = [.. Enumerable.Range(0, Count).Select(i => Math.Cos(3 * i))];
    private static readonly double[] s_variance = [.. Enumerable.Range(0, Count).Select(i => 0.1 + Math.Abs(Math.Sin(7 * i)))];

    public static TheoryData<Width> Widths => [.. Enum.GetValues<Width>()];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_width_gives_the_formula_and_its_derivatives(Width width)
    {
        double[] value = new double[Count], slope = new double[Count], targetSlope = new double[Count], varianceSlope = new double[Count];
        double sum = Run(s_variance, width, value, slope, targetSlope, varianceSlope);
        Assert.Equal(value.Sum(), sum, 1e-8);
        for (int i = 0; i < Count; i += 101)
        {
            double r = s_prediction[i] - s_target[i], v = s_variance[i];
            Assert.Equal(0.5 * (Math.Log(v) + r * r / v), value[i], 1e-13 * (1 + Math.Abs(value[i])));
            Assert.Equal(2 * r / v, slope[i], 1e-13 * (1 + Math.Abs(slope[i])));
            Assert.Equal(-2 * r / v, targetSlope[i], 1e-13 * (1 + Math.Abs(slope[i])));
            Assert.Equal(1 / v - r * r / (v * v), varianceSlope[i], 1e-12 * (1 + Math.Abs(varianceSlope[i])));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(Count - 1)]
    public void A_negative_variance_is_named(int at)
    {
        double[] variance = [.. s_variance];
        variance[at] = -2;
        variance[Count / 2] = double.NaN;
        string message = Assert.Throws<ArgumentException>(() => Run(variance, Width.Widest, [], [], [], [])).Message;
        Assert.StartsWith($"variance[{at}] is -2, but gaussianNll needs variances ≥ 0", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Not_a_number_comes_out_as_such()
    {
        double[] variance = [.. s_variance], value = new double[Count];
        variance[3] = double.NaN;
        Assert.True(double.IsNaN(Run(variance, Width.Widest, value, [], [], [])));
        Assert.True(double.IsNaN(value[3]));
        Assert.True(double.IsFinite(value[4]));
    }

    private static double Run(double[] variance, Width width, double[] value, double[] slope, double[] targetSlope, double[] varianceSlope)
    {
        fixed (double* p = s_prediction, t = s_target, s = variance, v = value, ds = slope, dt = targetSlope, dv = varianceSlope)
        {
            return VarianceDriver.Run(new GaussianNll(), new Triples<double>
            {
                Prediction = p, Target = t, Variance = s, Value = v, Slope = ds, TargetSlope = dt, VarianceSlope = dv, Scale = 2,
            }, Count, width);
        }
    }
}
