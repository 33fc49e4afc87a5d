using Gradus.Minimization;
using Gradus.Minimization.Problems;
using Gradus.Surfaces;

namespace Gradus.Tests.Minimization;

public class NewtonCgTests
{
    /// <summary>The valleys of these are so badly scaled that a round region, and a gradient of 1e-8, end before the minimum.</summary>
    private static readonly string[] s_badlyScaled = ["powell badly scaled 2", "meyer 3", "watson 12"];

    public static TheoryData<string> Names => [.. TestProblemTests.Sets.Keys.Except(s_badlyScaled)];

    [Theory, MemberData(nameof(Names))]
    public void The_published_minimum_is_reached_with_products(string name)
    {
        ITestProblem problem = TestProblemTests.Sets[name];
        MinimizationResult result = Search.NewtonCg(problem, problem.Start);
        Assert.True(result.Reason == StopReason.Gradient, result.Explanation);
        Published.Reached(problem, result);
        Assert.InRange(result.Evaluations, 1, 250);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_published_minimum_is_reached_with_differences(string name)
    {
        ITestProblem problem = TestProblemTests.Sets[name];
        int calls = 0;
        Objective f = problem.SumOfSquares(problem.Start.Length);
        MinimizationResult result = Search.NewtonCg(
            (x, g) =>
            {
                calls++;
                return f(x, g);
            },
            problem.Start);
        Assert.True(result.Reason == StopReason.Gradient, result.Explanation);
        Published.Reached(problem, result);
        Assert.Equal(calls, result.Evaluations);
        Assert.InRange(result.HessianProducts, 1, result.Evaluations);
    }

    [Theory, InlineData("powell badly scaled 2", 1e-8), InlineData("watson 12", 1e-7), InlineData("meyer 3", 100)]
    public void What_is_badly_scaled_is_left_near_the_minimum(string name, double most)
    {
        ITestProblem problem = TestProblemTests.Sets[name];
        MinimizationResult result = Search.NewtonCg(problem, problem.Start, new() { MaxIterations = 3000 });
        Assert.InRange(result.Value, problem.Minima[0], most);
    }

    [Fact]
    public void An_ill_conditioned_quadratic_takes_few_steps()
    {
        HessianProduct hessian = (_, v, product) =>
        {
            for (int i = 0; i < v.Length; i++) product[i] = Math.Pow(1e6, (double)i / (v.Length - 1)) * v[i];
        };
        double[] start = Enumerable.Repeat(1.0, 50).ToArray();
        MinimizationResult result = Search.NewtonCg(Problems.Quadratic(1e6), start, hessian, new() { FirstRadius = 100 });
        Assert.True(result.Reason == StopReason.Gradient, result.Explanation);
        // L-BFGS takes thousands.
        Assert.InRange(result.Iterations, 1, 40);
        Assert.All(result.X, x => Assert.Equal(0, x, 1e-8));
    }

    [Fact]
    public void A_quadratic_of_two_eigenvalues_takes_two_products_once_they_are_wanted_exactly()
    {
        // Far away half the gradient is good enough, for which one product does.
        MinimizationResult far = Solve(1), near = Solve(1e-7);
        Assert.InRange(far.HessianProducts, 3, 8);
        Assert.Equal((2, 1), (near.HessianProducts, near.Iterations));

        static MinimizationResult Solve(double distance)
        {
            MinimizationResult result = Search.NewtonCg(
                (x, g) =>
                {
                    (g[0], g[1], g[2]) = (x[0], 4 * x[1], 4 * x[2]);
                    return (x[0] * x[0] + 4 * x[1] * x[1] + 4 * x[2] * x[2]) / 2;
                },
                [distance, 2 * distance, -distance], (_, v, p) => (p[0], p[1], p[2]) = (v[0], 4 * v[1], 4 * v[2]));
            Assert.True(result.Reason == StopReason.Gradient, result.Explanation);
            return result;
        }
    }

    [Fact]
    public void A_saddle_is_left_behind_along_its_negative_curvature()
    {
        // x² − y² + y⁴/4: the saddle lies at the origin, the minima at (0, ±√2).
        MinimizationResult result = Search.NewtonCg(
            (x, g) =>
            {
                (g[0], g[1]) = (2 * x[0], x[1] * x[1] * x[1] - 2 * x[1]);
                return x[0] * x[0] - x[1] * x[1] + x[1] * x[1] * x[1] * x[1] / 4;
            },
            [0.5, 1e-7]);
        Assert.True(result.Reason == StopReason.Gradient, result.Explanation);
        Assert.Equal(-1, result.Value, 1e-12);
        Assert.Equal(Math.Sqrt(2), Math.Abs(result.X[1]), 1e-8);
    }

    [Theory, InlineData(0, 0), InlineData(4, 4), InlineData(-4, 4), InlineData(-4, -4), InlineData(4, -4)]
    public void Himmelblau_reaches_one_of_its_four_minima(double x, double y)
    {
        MinimizationResult result = Search.NewtonCg(new Himmelblau(), new(x, y));
        Assert.True(result.Reason == StopReason.Gradient, result.Explanation);
        Assert.Contains(new Himmelblau().Minima, m => Math.Abs(m.X - result.X[0]) < 1e-6 && Math.Abs(m.Y - result.X[1]) < 1e-6);
    }

    [Fact]
    public void What_is_not_finite_is_stepped_back_from()
    {
        int outside = 0;
        MinimizationResult result = Search.NewtonCg(
            (x, g) =>
            {
                if (x[0] <= 0) outside++;
                g[0] = 100 * (1 - 0.01 / x[0]);
                return 100 * (x[0] - 0.01 * Math.Log(x[0]));
            },
            [0.9]);
        Assert.True(outside > 0);
        Assert.True(result.Reason == StopReason.Gradient, result.Explanation);
        Assert.Equal(0.01, result.X[0], 1e-6);
    }

    [Fact]
    public void Products_that_are_not_finite_leave_the_steepest_descent()
    {
        MinimizationResult result = Search.NewtonCg(Problems.Rosenbrock, [-1.2, 1], (_, _, p) => p.Fill(double.NaN), new() { MaxIterations = 100_000, MaxEvaluations = 200_000, GradientTolerance = 1e-3 });
        Assert.True(result.Reason == StopReason.Gradient, result.Explanation);
    }

    [Fact]
    public void A_hundred_thousand_variables_take_as_many_steps_as_ten()
    {
        int few = Iterations(10), many = Iterations(100_000);
        Assert.InRange(many, few / 2, 2 * few + 10);

        static int Iterations(int n)
        {
            MinimizationResult result = Search.NewtonCg(Problems.Rosenbrock, [.. Enumerable.Range(0, n).Select(i => i % 2 == 0 ? -1.2 : 1)], null, new() { FirstRadius = Math.Sqrt(n) });
            Assert.True(result.Reason == StopReason.Gradient, result.Explanation);
            return result.Iterations;
        }
    }

    [Fact]
    public void A_function_without_a_minimum_stops()
    {
        Assert.Equal(StopReason.Unbounded, Falling(x => -x, _ => -1).Reason);
        Assert.Equal(StopReason.Unbounded, Falling(x => -x * x, x => -2 * x).Reason);
        Assert.Equal(StopReason.Unbounded, Falling(x => -Math.Exp(x), x => -Math.Exp(x)).Reason);

        static MinimizationResult Falling(Func<double, double> f, Func<double, double> slope)
        {
            MinimizationResult result = Search.NewtonCg(
                (x, g) =>
                {
                    g[0] = slope(x[0]);
                    return f(x[0]);
                },
                [1]);
            Assert.True(double.IsFinite(result.Value) && result.Value < -1e100, result.Explanation);
            return result;
        }
    }

    [Fact]
    public void Tolerances_and_limits_stop()
    {
        Stops(StopReason.Gradient, "The largest element of the gradient is", new());
        Stops(StopReason.FunctionChange, "The last step changed the value", new() { FunctionTolerance = 1e-3 });
        Stops(StopReason.Step, "The last step was no longer", new() { StepTolerance = 1e-2 });
        Assert.Equal(5, Stops(StopReason.MaxIterations, "All iterations", new() { MaxIterations = 5 }).Iterations);
        Assert.Equal(9, Stops(StopReason.MaxEvaluations, "All evaluations", new() { MaxEvaluations = 9 }).Evaluations);

        static MinimizationResult Stops(StopReason reason, string explanation, NewtonCgOptions options)
        {
            MinimizationResult result = Search.NewtonCg(Problems.Rosenbrock, [-1.2, 1], null, options);
            Assert.Equal(reason, result.Reason);
            Assert.StartsWith(explanation, result.Explanation);
            Assert.EndsWith($"{result.Evaluations} evaluations, with {result.HessianProducts} Hessian products.", result.Explanation);
            return result;
        }
    }

    [Fact]
    public void A_gradient_that_is_not_the_functions_stops()
    {
        MinimizationResult result = Search.NewtonCg(
            (x, g) =>
            {
                g[0] = -2 * x[0];
                return x[0] * x[0];
            },
            [1]);
        Assert.Equal(StopReason.NoProgress, result.Reason);
        Assert.Equal([1.0], result.X);
    }

    [Fact]
    public void What_cannot_be_started_is_refused_in_a_sentence()
    {
        Assert.StartsWith("The function is NaN at the start; start from", Refused(() => Search.NewtonCg((_, _) => double.NaN, [1])));
        Assert.StartsWith("The start has no variables;", Refused(() => Search.NewtonCg(Problems.Rosenbrock, [])));
        Assert.StartsWith("FirstRadius is -1, but must be a finite number above 0.", Refused(() => Search.NewtonCg(Problems.Rosenbrock, [1, 2], null, new() { FirstRadius = -1 })));
        Assert.StartsWith("MaxProducts is -1, but", Refused(() => Search.NewtonCg(Problems.Rosenbrock, [1, 2], null, new() { MaxProducts = -1 })));

        static string Refused(Action action) => Assert.Throws<ArgumentException>(action).Message;
    }

    [Fact]
    public void A_cancelled_search_ends() => Assert.Throws<OperationCanceledException>(
        () => Minimize.NewtonCg(Problems.Rosenbrock, [1, 2], null, null, new CancellationToken(canceled: true)));
}
