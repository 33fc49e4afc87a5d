using Gradus.Minimization;
using Gradus.Surfaces;

namespace Gradus.Tests.Minimization;

public class LbfgsTests
{
    [Fact]
    public void Rosenbrock_from_its_standard_start_takes_fewer_than_50_steps()
    {
        MinimizationResult result = Search.Lbfgs(new Rosenbrock(), new(-1.2, 1));
        AtMinimum(result, 1, 1);
        Assert.InRange(result.Iterations, 10, 49);
        Assert.InRange(result.Evaluations, result.Iterations, 75);
    }

    [Fact]
    public void Extended_rosenbrock_in_100_dimensions_reaches_its_minimum()
    {
        double[] start = new double[100];
        for (int i = 0; i < 100; i++) start[i] = i % 2 == 0 ? -1.2 : 1;
        MinimizationResult result = Search.Lbfgs(Problems.Rosenbrock, start);
        AtMinimum(result, Enumerable.Repeat(1.0, 100).ToArray());
    }

    [Theory, InlineData(1, 1), InlineData(2, -1), InlineData(0, 0.2), InlineData(1, 0.8)]
    public void Beale_reaches_its_minimum(double x, double y) => AtMinimum(Search.Lbfgs(new Beale(), new(x, y)), 3, 0.5);

    [Theory]
    [InlineData(0, 0), InlineData(4, 4), InlineData(-4, 4), InlineData(-4, -4), InlineData(4, -4), InlineData(1, -1)]
    public void Himmelblau_reaches_one_of_its_four_minima(double x, double y)
    {
        Himmelblau surface = new();
        MinimizationResult result = Search.Lbfgs(surface, new(x, y));
        Assert.Equal(StopReason.Gradient, result.Reason);
        Assert.True(Math.Max(Math.Abs(result.Gradient[0]), Math.Abs(result.Gradient[1])) <= 1e-8);
        Assert.Contains(surface.Minima, m => Math.Abs(m.X - result.X[0]) < 1e-6 && Math.Abs(m.Y - result.X[1]) < 1e-6);
    }

    [Theory]
    // A plain L-BFGS, written separately with exact steps where the unit step fails Wolfe, takes 9812 and 483 steps here.
    [InlineData(10, 12000), InlineData(100, 700)]
    public void A_quadratic_of_condition_a_million_converges(int memory, int most)
    {
        double[] start = Enumerable.Repeat(1.0, 50).ToArray();
        MinimizationResult result = Search.Lbfgs(Problems.Quadratic(1e6), start, new() { Memory = memory, MaxIterations = most });
        AtMinimum(result, new double[50]);
    }

    [Theory, InlineData(1), InlineData(3), InlineData(20)]
    public void Any_memory_gets_there(int memory) =>
        AtMinimum(Search.Lbfgs(new Rosenbrock(), new(-1.2, 1), new() { Memory = memory }), 1, 1);

    [Fact]
    public void The_result_holds_the_function_at_its_point_and_repeats_exactly()
    {
        MinimizationResult a = Search.Lbfgs(new Beale(), new(1, 1)), b = Search.Lbfgs(new Beale(), new(1, 1));
        Assert.Equal(a.X, b.X);
        Assert.Equal((a.Iterations, a.Evaluations, a.Value), (b.Iterations, b.Evaluations, b.Value));
        Assert.Equal(new Beale().Value(new(a.X[0], a.X[1])), a.Value);
        Assert.Equal(new Beale().Gradient(new(a.X[0], a.X[1])), new(a.Gradient[0], a.Gradient[1]));
    }

    [Fact]
    public void A_log_barrier_is_stepped_back_from()
    {
        // x − 0.01 log(x) from far right: the first steps leave the domain, where the function is NaN.
        int outside = 0;
        MinimizationResult result = Search.Lbfgs(
            (x, g) =>
            {
                if (x[0] <= 0) outside++;
                g[0] = 100 * (1 - 0.01 / x[0]);
                return 100 * (x[0] - 0.01 * Math.Log(x[0]));
            },
            [0.9]);
        Assert.True(outside > 0);
        AtMinimum(result, 0.01);
    }

    [Fact]
    public void Steps_allocate_nothing()
    {
        double[] start = Enumerable.Repeat(1.0, 50).ToArray();
        Objective f = Problems.Quadratic(1e6);
        long few = Allocated(8), many = Allocated(60);
        Assert.Equal(few, many, tolerance: 300L);

        long Allocated(int iterations)
        {
            LbfgsOptions options = new() { MaxIterations = iterations };
            Search.Lbfgs(f, start, options);
            long before = GC.GetAllocatedBytesForCurrentThread();
            MinimizationResult result = Search.Lbfgs(f, start, options);
            Assert.Equal(iterations, result.Iterations);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void What_cannot_be_started_is_refused_in_a_sentence()
    {
        Assert.StartsWith("The function is NaN at the start; start from", Refused(() => Search.Lbfgs((x, g) => double.NaN, [1])));
        Assert.StartsWith("Element 0 of the gradient is NaN at the start;", Refused(() => Search.Lbfgs(NanGradient, [1])));
        Assert.StartsWith("Element 1 of the start is NaN;", Refused(() => Search.Lbfgs(Problems.Rosenbrock, [1, double.NaN])));
        Assert.StartsWith("The start has no variables;", Refused(() => Search.Lbfgs(Problems.Rosenbrock, [])));
        Assert.StartsWith("Memory is 0, but", Refused(() => Search.Lbfgs(Problems.Rosenbrock, [1, 2], new() { Memory = 0 })));
        Assert.StartsWith("Lower has 1 numbers, but x has 2;", Refused(() => Search.Lbfgs(Problems.Rosenbrock, [1, 2], new() { Lower = [0] })));
        Assert.StartsWith("The bounds of variable 1 are 3 and 2,", Refused(() => Search.Lbfgs(Problems.Rosenbrock, [1, 2], new() { Lower = [0, 3], Upper = [1, 2] })));

        static double NanGradient(ReadOnlySpan<double> x, Span<double> g)
        {
            g[0] = double.NaN;
            return 1;
        }

        static string Refused(Action action) => Assert.Throws<ArgumentException>(action).Message;
    }

    [Fact]
    public void A_cancelled_search_ends() => Assert.Throws<OperationCanceledException>(
        () => Minimize.Lbfgs(new Rosenbrock(), new(-1.2, 1), null, new CancellationToken(canceled: true)));

    private static void AtMinimum(MinimizationResult result, params double[] expected)
    {
        Assert.True(result.Reason == StopReason.Gradient, result.Explanation);
        Assert.All(result.Gradient, g => Assert.True(Math.Abs(g) <= 1e-8));
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], result.X[i], 1e-6);
    }
}
