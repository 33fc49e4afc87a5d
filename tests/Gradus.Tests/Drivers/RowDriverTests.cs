using Gradus.Drivers;
using Gradus.Losses;
using Gradus.Tests.Losses;

namespace Gradus.Tests.Drivers;

[Collection(TeamSize.Name)]
public sealed unsafe class RowDriverTests
{
    private const int Places = 11;

    [Fact]
    public void Threads_and_registers_do_not_change_the_result()
    {
        const int Count = 700;
        double[] x = OneRow.Normal(1, Count * Places, 2);
        long[] y = [.. Enumerable.Range(0, Count).Select(i => (long)(i * 7 % Places))];
        (double value, double[] values, double[] gradient) = (0, [], []);
        TeamSize.Of(1, () => (value, values, gradient) = Run(new BiTempered(), x, y, Width.Scalar));
        foreach (Width width in Enum.GetValues<Width>())
        {
            TeamSize.Of(3, () =>
            {
                (double value2, double[] values2, double[] gradient2) = Run(new BiTempered(), x, y, width);
                Assert.Equal(value, value2, 1e-13);
                Assert.All(values, (v, i) => Assert.Equal(v, values2[i], 1e-13));
                Assert.All(gradient, (g, i) => Assert.Equal(g, gradient2[i], 1e-14));
            });
        }
    }

    [Fact]
    public void The_mean_weighs_rows_and_leaves_out_those_of_weight_0_whatever_they_hold()
    {
        double[] x = [0.1, 0.4, double.NaN, 1, 2, -1], weights = [3, 0, 1], values = new double[3], gradient = new double[6];
        long[] y = [1, 0, 0];
        fixed (double* logits = x, weight = weights, value = values, slope = gradient)
        fixed (long* target = y)
        {
            Rows<double> rows = new() { Count = 3, Classes = 2, Logits = logits, Target = target, Weight = weight, Value = value, Gradient = slope };
            Assert.Equal((3 * -0.4 - 2) / 4, RowDriver.Run(new Nll(), rows, Reduction.Mean), 15);
            Assert.Equal([0, -0.75, 0, 0, -0.25, 0], gradient);
            Assert.Equal(3 * -0.4 - 2, RowDriver.Run(new Nll(), rows, Reduction.Sum), 15);
        }
    }

    [Fact]
    public void The_gradient_may_take_the_place_of_the_predictions()
    {
        double[] x = OneRow.Normal(1, 3 * Places), inPlace = [.. x];
        long[] y = [1, 2, 3];
        (double value, _, double[] gradient) = Run(new MultiMargin(), x, y, Width.Widest);
        fixed (double* logits = inPlace)
        fixed (long* target = y)
        {
            Rows<double> rows = new() { Count = 3, Classes = Places, Logits = logits, Target = target, Gradient = logits };
            Assert.Equal(value, RowDriver.Run(new MultiMargin(), rows, Reduction.Mean));
        }

        Assert.Equal(gradient, inPlace);
    }

    [Fact]
    public void Targets_that_cannot_be_are_refused_by_their_row()
    {
        double[] x = new double[2 * Places];
        Assert.Contains("Row 1 has target class 11", Assert.Throws<ArgumentException>(() => Run(new MultiMargin(), x, [0, 11], Width.Widest)).Message, StringComparison.Ordinal);
        Assert.Contains("needs a number for each prediction", Assert.Throws<ArgumentException>(() => Run(new Dice(), x, [0, 1], Width.Widest)).Message, StringComparison.Ordinal);
        Assert.Contains("2 class weights", Assert.Throws<ArgumentException>(() => Run(new Nll([1, 2]), x, [0, 1], Width.Widest)).Message, StringComparison.Ordinal);
    }

    private static (double Value, double[] Values, double[] Gradient) Run(IRowLoss loss, double[] x, long[] y, Width width)
    {
        double[] values = new double[y.Length], gradient = new double[x.Length];
        fixed (double* logits = x, value = values, slope = gradient)
        fixed (long* target = y)
        {
            Rows<double> rows = new() { Count = y.Length, Classes = x.Length / y.Length, Logits = logits, Target = target, Value = value, Gradient = slope };
            return (RowDriver.Run(loss, rows, Reduction.Mean, width), values, gradient);
        }
    }
}
