using Gradus.Minimization;
using Gradus.Minimization.Problems;

namespace Gradus.Tests.Minimization;

/// <summary>What breaks minimisers: each was tried with the intention to break this one.</summary>
public class HardTests
{
    private const double Infinity = double.PositiveInfinity;

    [Fact]
    public void A_constant_function_and_a_start_at_the_minimum_end_at_once()
    {
        MinimizationResult flat = Search.Lbfgs(Of(_ => 3, _ => 0), [1]), there = Search.Lbfgs(Problems.Rosenbrock, [1, 1]);
        Assert.Equal((StopReason.Gradient, 1), (flat.Reason, flat.Evaluations));
        Assert.Equal((StopReason.Gradient, 1), (there.Reason, there.Evaluations));
    }

    [Theory, InlineData(4), InlineData(20)]
    public void A_minimum_without_curvature_is_approached(int power)
    {
        MinimizationResult result = Search.Lbfgs(Of(x => Math.Pow(x, power), x => power * Math.Pow(x, power - 1)), [10]);
        Assert.Equal(StopReason.Gradient, result.Reason);
        Assert.InRange(result.Evaluations, 1, 100);
    }

    [Theory, InlineData(300), InlineData(-1e5)]
    public void A_gradient_of_astronomic_or_of_vanishing_curvature_is_no_obstacle(double start)
    {
        MinimizationResult result = Search.Lbfgs(Of(x => Math.Exp(x) - x, x => Math.Exp(x) - 1), [start]);
        Assert.True(result.Reason == StopReason.Gradient, result.Explanation);
        Assert.Equal(0, result.X[0], 1e-7);
        Assert.InRange(result.Evaluations, 1, 400);
    }

    [Fact]
    public void A_gradient_whose_square_overflows_is_followed()
    {
        MinimizationResult result = Search.Lbfgs((x, g) =>
        {
            (g[0], g[1]) = (2e200 * x[0], 4e200 * x[1]);
            return 1e200 * (x[0] * x[0] + 2 * x[1] * x[1]);
        }, [1, 1], new() { GradientTolerance = 1e180 });
        Assert.True(result.Reason == StopReason.Gradient, result.Explanation);
        Assert.InRange(result.Value, 0, 1e165);
    }

    [Fact]
    public void A_gradient_that_is_nan_beyond_a_wall_ends_at_the_wall()
    {
        MinimizationResult result = Search.Lbfgs(Of(x => (x - 5) * (x - 5), x => x > 4.9 ? double.NaN : 2 * (x - 5)), [0]);
        Assert.Equal(StopReason.NoProgress, result.Reason);
        Assert.Equal(4.9, result.X[0], 1e-10);
        Assert.True(double.IsFinite(result.Gradient[0]));
    }

    [Fact]
    public void A_function_that_is_infinite_on_both_sides_keeps_inside()
    {
        MinimizationResult result = Search.Lbfgs(Of(x => -Math.Log(x) - Math.Log(1 - x), x => -1 / x + 1 / (1 - x)), [0.999999]);
        Assert.True(result.Reason == StopReason.Gradient, result.Explanation);
        Assert.Equal(0.5, result.X[0], 1e-8);
    }

    [Fact]
    public void A_kink_or_a_jump_ends_without_a_long_search()
    {
        MinimizationResult kink = Search.Lbfgs(Of(x => Math.Abs(x - 0.1), x => Math.Sign(x - 0.1)), [0.7]);
        MinimizationResult jump = Search.Lbfgs(Of(x => x * x + (x > 0.3 ? 1 : 0), x => 2 * x), [2]);
        Assert.Equal(0.1, kink.X[0], 1e-9);
        Assert.Equal(0, jump.X[0], 1e-8);
        Assert.InRange(kink.Evaluations + jump.Evaluations, 2, 400);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void What_falls_without_end_is_unbounded(bool isBoxed)
    {
        LbfgsOptions options = isBoxed ? new() { Upper = [Infinity], Lower = [-3] } : new();
        foreach (Objective f in new[] { Of(x => -x, _ => -1), Of(x => -x * x, x => -2 * x), Of(x => -Math.Exp(x), x => -Math.Exp(x)) })
        {
            MinimizationResult result = Search.Lbfgs(f, [1], options);
            Assert.True(result.Reason == StopReason.Unbounded, result.Explanation);
            Assert.True(double.IsFinite(result.Value) && double.IsFinite(result.X[0]));
        }
    }

    [Fact]
    public void A_box_of_no_width_or_of_a_hair_ends_at_once()
    {
        MinimizationResult point = Search.Lbfgs(Problems.Rosenbrock, [3, 4], new() { Lower = [1.5, 2], Upper = [1.5, 2] });
        MinimizationResult hair = Search.Lbfgs(Problems.Rosenbrock, [-1.2, 1], new() { Lower = [-1.2, 1], Upper = [-1.2 + 1e-14, 1 + 1e-14] });
        Assert.Equal([1.5, 2], point.X);
        Assert.Equal(StopReason.Gradient, point.Reason);
        Assert.Equal(StopReason.Gradient, hair.Reason);
    }

    [Fact]
    public void A_function_is_never_asked_outside_its_bounds()
    {
        MinimizationResult result = Search.Lbfgs(Of(x => x < 0 ? throw new InvalidOperationException() : Math.Sqrt(x), x => 0.5 / Math.Sqrt(Math.Max(x, 1e-300))), [4], new() { Lower = [0] });
        Assert.Equal([0.0], result.X);
        Assert.Equal(StopReason.Gradient, result.Reason);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_hundred_thousand_variables_take_no_more_steps_than_ten(bool isBounded)
    {
        double[] start = [.. Enumerable.Range(0, 100_000).Select(i => i % 2 == 0 ? -1.2 : 1)];
        MinimizationResult result = Search.Lbfgs(Problems.Rosenbrock, start, new() { Lower = isBounded ? [.. start.Select(_ => -9.0)] : null });
        Assert.True(result.Reason == StopReason.Gradient, result.Explanation);
        Assert.InRange(result.Iterations, 20, 60);
    }

    [Fact]
    public void Bounds_far_away_change_nothing_on_any_problem()
    {
        foreach (ITestProblem problem in MoreGarbowHillstrom.All.Where(p => p is not Meyer))
        {
            MinimizationResult free = Search.Lbfgs(problem, problem.Start);
            MinimizationResult wide = Search.Lbfgs(problem, problem.Start, new() { Lower = [.. problem.Start.Select(_ => -1e30)] });
            Published.Reached(problem, wide);
            Assert.InRange(wide.Evaluations, 1, free.Evaluations * 1.25 + 5);
        }
    }

    [Fact]
    public void The_gradient_of_a_held_variable_does_not_spoil_the_curvature_among_the_others()
    {
        // Meyer's first variable at its bound has a gradient of 10⁶, the other two end at 10⁻¹.
        Meyer problem = new();
        double[] start = problem.Start;
        double[] lower = [0.03, start[1] - 1, start[2] + 25], upper = [0.23, start[1] + 7999, start[2] + 525];
        MinimizationResult result = Search.Lbfgs(problem, start, new() { Lower = lower, Upper = upper });
        Assert.Equal(0.03, result.X[0]);
        Assert.Equal(30921.113, result.Value, 1e-3);
        Assert.InRange(result.Evaluations, 1, 2000);
    }

    [Fact]
    public void Bounds_that_hold_at_the_solution_of_every_problem_leave_it_stationary()
    {
        int active = 0;
        foreach (ITestProblem problem in MoreGarbowHillstrom.All.Where(p => p is not (Meyer or Osborne1)))
        {
            // The box begins a tenth above the start in every other variable.
            double[] start = problem.Start;
            double[] lower = [.. start.Select((x, i) => i % 2 == 0 ? x + 0.1 * Math.Max(0.1, Math.Abs(x)) : x - 1)];
            double[] upper = [.. start.Select((x, i) => lower[i] + 2 * Math.Max(0.1, Math.Abs(x)))];
            MinimizationResult result = Search.Lbfgs(problem, start, new() { Lower = lower, Upper = upper });
            Assert.True(result.Reason is StopReason.Gradient or StopReason.NoProgress, result.Explanation);
            double size = Math.Max(1, Math.Abs(result.Value));
            for (int i = 0; i < start.Length; i++)
            {
                Assert.InRange(result.X[i], lower[i], upper[i]);
                if (result.X[i] == lower[i]) Assert.True(result.Gradient[i] >= -1e-6 * size, problem.Name);
                else if (result.X[i] == upper[i]) Assert.True(result.Gradient[i] <= 1e-6 * size, problem.Name);
                else Assert.True(Math.Abs(result.Gradient[i]) <= 1e-6 * size, $"{problem.Name}: {result.Gradient[i]}");
                if (result.X[i] == lower[i] || result.X[i] == upper[i]) active++;
            }
        }

        Assert.True(active > 50, $"{active}");
    }

    private static Objective Of(Func<double, double> f, Func<double, double> slope) => (x, g) =>
    {
        g[0] = slope(x[0]);
        return f(x[0]);
    };
}
