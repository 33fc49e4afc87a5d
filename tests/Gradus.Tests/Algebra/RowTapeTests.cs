using Gradus.Algebra;
using Gradus.Drivers;

namespace Gradus.Tests.Algebra;

public sealed class RowTapeTests
{
    private const int Places = 11;

    private static readonly (string Name, Func<TapedRow, TapedRow, TapedRow> At)[] s_ofRows =
    [
        ("sum", (x, y) => TapedRow.Sum(x * y)),
        ("sum of one number for all", (x, y) => TapedRow.Sum(TapedRow.Largest(x)) * y),
        ("largest", (x, y) => y * TapedRow.Largest(x)),
        ("mean", (x, y) => Row.Mean(x / y)),
        ("count", (x, _) => TapedRow.Count(x) * x),
        ("log-sum-exp", (x, y) => Row.LogSumExp(x * y)),
        ("log-softmax", (x, y) => y * Row.LogSoftmax(x)),
        ("one number beside a row", (x, y) => (TapedRow.Sum(x) - y) * (y / TapedRow.Sum(x * x))),
        ("selected by one number", (x, y) => TapedRow.Select(TapedRow.Sum(x) > TapedRow.Sum(y), x * x, TapedRow.Sum(y) * x)),
        ("one number selected by a row", (x, y) => TapedRow.Select(x > y, TapedRow.Sum(x * y), TapedRow.Largest(y))),
        ("pairs", (x, y) => TapedRow.Exp(TapedRow.Firsts(x) - TapedRow.Seconds(y)) * TapedRow.Seconds(x)),
        ("pairs of one number", (x, y) => TapedRow.Firsts(TapedRow.Sum(x)) * TapedRow.Seconds(y)),
        ("product with itself", (x, y) => x * x * y * x),
    ];

    public static TheoryData<string, Width> EveryFunction =>
    [
        .. from width in Enum.GetValues<Width>()
           from name in Functions.Of<TapedRow>().Select(f => f.Name).Concat(s_ofRows.Select(f => f.Name))
           select (name, width),
    ];

    [Theory]
    [MemberData(nameof(EveryFunction))]
    public void Gradients_by_every_variable_are_those_of_central_differences(string name, Width width)
    {
        Func<TapedRow, TapedRow, TapedRow> f = s_ofRows.Concat(Functions.Of<TapedRow>()).First(f => f.Name == name).At;
        double[] x = [.. Enumerable.Range(0, Places).Select(i => Functions.Input(2 * i))];
        double[] y = [.. Enumerable.Range(0, Places).Select(i => Functions.Input(2 * i + 1))];
        RowTape tape = new(width);
        (_, double[] byX, double[] byY) = Differentiate(tape, f, x, y);
        for (int i = 0; i < Places; i++)
        {
            double slope = Difference(x, i, () => Differentiate(tape, f, x, y).Value);
            Assert.Equal(slope, byX[i], 1e-6 * Math.Max(1, Math.Abs(slope)));
            slope = Difference(y, i, () => Differentiate(tape, f, x, y).Value);
            Assert.Equal(slope, byY[i], 1e-6 * Math.Max(1, Math.Abs(slope)));
        }
    }

    [Theory, MemberData(nameof(Functions.Names), MemberType = typeof(Functions))]
    public void Values_and_slopes_are_those_of_forward_derivatives(string name)
    {
        double[] x = [.. Enumerable.Range(0, Places).Select(i => Functions.Input(2 * i))];
        double[] y = [.. Enumerable.Range(0, Places).Select(i => Functions.Input(2 * i + 1))];
        (_, double[] byX, double[] byY) = Differentiate(new(Width.Scalar), Functions.Named<TapedRow>(name), x, y);
        for (int i = 0; i < Places; i++)
        {
            Func<Dual<Scalar<double>>, Dual<Scalar<double>>, Dual<Scalar<double>>> dual = Functions.Named<Dual<Scalar<double>>>(name);
            Assert.Equal(dual(Dual<Scalar<double>>.Variable(new(x[i])), Dual<Scalar<double>>.Fixed(new(y[i]))).Slope.Value, byX[i], 1e-13);
            Assert.Equal(dual(Dual<Scalar<double>>.Fixed(new(x[i])), Dual<Scalar<double>>.Variable(new(y[i]))).Slope.Value, byY[i], 1e-13);
        }
    }

    [Theory]
    [InlineData(1), InlineData(7), InlineData(8), InlineData(9), InlineData(64), InlineData(1001)]
    public void Rows_of_every_length_are_added_up_to_their_end(int places)
    {
        double[] x = [.. Enumerable.Range(1, places).Select(i => (double)i)];
        foreach (Width width in Enum.GetValues<Width>())
        {
            RowTape tape = new(width);
            tape.Begin();
            TapedRow row = tape.Variable(x), sum = TapedRow.Sum(row), largest = TapedRow.Largest(row), count = TapedRow.Count(row);
            Assert.Equal(places * (places + 1) / 2.0, tape.Value(sum));
            Assert.Equal(places, tape.Value(largest));
            Assert.Equal(places, tape.Value(count));
            tape.Backward(sum * largest, seed: 2);
            Assert.All(tape.Gradient(row)[..^1].ToArray(), g => Assert.Equal(2 * places, g));
            Assert.Equal(2 * places + places * (places + 1.0), tape.Gradient(row)[^1]);
        }
    }

    [Fact]
    public void Ties_share_the_derivative()
    {
        Assert.Equal([0.5, 0, 0.5], Slopes(x => TapedRow.Largest(x), 3, 1, 3));
        Assert.Equal([0.5, 1, 0], Slopes(x => TapedRow.Max(x, TapedRow.Constant(2)), 2, 3, 1));
        Assert.Equal([0.5, 0, 1], Slopes(x => TapedRow.Min(x, TapedRow.Constant(2)), 2, 3, 1));
        Assert.Equal([-1, 0, 1], Slopes(TapedRow.Abs, -3, 0, 2));
    }

    [Fact]
    public void What_is_fixed_passes_no_derivative()
    {
        Assert.Equal([2, 3], Slopes(x => x * TapedRow.Fixed(x), 2, 3));
        Assert.Equal([0, 0], Slopes(TapedRow.Fixed, 2, 3));
        Assert.Equal([0, 0], Slopes(TapedRow.Sign, 2, -3));
        Assert.Equal([0, 0], Slopes(x => TapedRow.Above(x, x), 2, -3));
    }

    [Fact]
    public void A_branch_that_was_not_chosen_sends_back_nothing_even_where_its_slope_is_infinite()
    {
        Assert.Equal([1, 0.25], Slopes(x => TapedRow.Select(x > TapedRow.Constant(0), TapedRow.Sqrt(x), x), 0, 4));
        Assert.Equal([0, 0.5], Slopes(x => TapedRow.Select(x > TapedRow.Constant(0), TapedRow.Log(x), TapedRow.Constant(0)), 0, 2));
        Assert.Equal([0, 0.5], Slopes(x => TapedRow.Constant(0) * TapedRow.Pow(x, TapedRow.Constant(0.5)) + TapedRow.Constant(0.5) * TapedRow.Max(x, TapedRow.Constant(0)), -1, 2)[..2]);
    }

    [Fact]
    public void NaN_comes_out_as_NaN()
    {
        Assert.Equal(double.NaN, Slopes(x => TapedRow.Exp(x), double.NaN, 1)[0]);
        RowTape tape = new();
        Assert.Equal(double.NaN, tape.Value(TapedRow.Largest(tape.Given([1, double.NaN, 3]))));
    }

    [Fact]
    public void Above_adds_up_what_comes_first_when_the_row_is_sorted()
    {
        RowTape tape = new();
        TapedRow x = tape.Given([1, 5, 3, 5, -2]), q = tape.Given([1, 10, 100, 1000, 10000]);
        Assert.Equal([1110, 0, 1010, 10, 1111], tape.Values(TapedRow.Above(x, q)));
        Assert.Equal([3, 0, 2, 1, 4], tape.Values(TapedRow.Above(x, TapedRow.Constant(1))));
    }

    [Fact]
    public void Pairs_run_over_the_second_place_first()
    {
        RowTape tape = new();
        TapedRow x = tape.Given([1, 2, 3]);
        Assert.Equal([1, 1, 1, 2, 2, 2, 3, 3, 3], tape.Values(TapedRow.Firsts(x)));
        Assert.Equal([1, 2, 3, 1, 2, 3, 1, 2, 3], tape.Values(TapedRow.Seconds(x)));
        Assert.Equal(9.0, tape.Value(TapedRow.Count(TapedRow.Seconds(x))));
    }

    [Fact]
    public void A_row_of_the_length_before_allocates_nothing()
    {
        RowTape tape = new();
        double[] x = [.. Enumerable.Range(0, 300).Select(i => Math.Sin(i))];
        for (int i = 0; i < 50; i++) Loss(tape, x);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++) Loss(tape, x);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        static void Loss(RowTape tape, double[] x)
        {
            tape.Begin();
            TapedRow row = tape.Variable(x);
            tape.Backward(TapedRow.Sum(TapedRow.Above(row, row) * Row.LogSoftmax(row) * TapedRow.Pow(TapedRow.Abs(row), TapedRow.Constant(3))));
        }
    }

    [Fact]
    public void Rows_that_do_not_belong_together_are_refused()
    {
        RowTape one = new(), other = new();
        TapedRow x = one.Variable([1, 2]), longer = one.Variable([1, 2, 3]), foreign = other.Variable([1, 2]);
        Assert.Contains("equally long", Assert.Throws<InvalidOperationException>(() => x + longer).Message, StringComparison.Ordinal);
        Assert.Contains("another tape", Assert.Throws<ArgumentException>(() => x + foreign).Message, StringComparison.Ordinal);
        Assert.Contains("no places", Assert.Throws<InvalidOperationException>(() => TapedRow.Sum(TapedRow.Constant(1))).Message, StringComparison.Ordinal);
    }

    private static double[] Slopes(Func<TapedRow, TapedRow> f, params double[] at)
    {
        RowTape tape = new();
        tape.Begin();
        TapedRow x = tape.Variable(at);
        tape.Backward(f(x));
        return tape.Gradient(x).ToArray();
    }

    private static (double Value, double[] ByX, double[] ByY) Differentiate(
        RowTape tape, Func<TapedRow, TapedRow, TapedRow> f, double[] x, double[] y)
    {
        tape.Begin();
        TapedRow first = tape.Variable(x), second = tape.Variable(y), result = f(first, second);
        tape.Backward(result);
        double value = 0;
        foreach (double part in tape.Values(result)) value += part;
        return (value, tape.Gradient(first).ToArray(), tape.Gradient(second).ToArray());
    }

    private static double Difference(double[] of, int place, Func<double> value)
    {
        const double h = 1e-6;
        double at = of[place];
        of[place] = at + h;
        double up = value();
        of[place] = at - h;
        double down = value();
        of[place] = at;
        return (up - down) / (2 * h);
    }
}
