using Gradus.Algebra;
using Gradus.Minimization;
using Gradus.Minimization.Problems;

namespace Gradus.Tests.Minimization;

public class LeastSquaresTests
{
    public static TheoryData<string> Names => [.. TestProblemTests.Sets.Keys.Where(name => name != "watson 12")];

    [Theory, MemberData(nameof(Names))]
    public void The_published_minimum_is_reached(string name)
    {
        ITestProblem problem = TestProblemTests.Sets[name];
        MinimizationResult result = Search.LeastSquares(problem, problem.Start);
        Published.Reached(problem, result);
        // Values of 50 and 10⁵ hide in their rounding what a gradient of 1e-8 could still tell; Meyer's residuals round more than their sum.
        StopReason reason = name switch
        {
            "freudenstein and roth 2" or "jennrich and sampson 2" or "brown and dennis 4" => StopReason.FunctionChange,
            "meyer 3" => StopReason.NoProgress,
            _ => StopReason.Gradient,
        };
        Assert.True(result.Reason == reason, result.Explanation);
        Assert.InRange(result.Evaluations, 1, name == "brown and dennis 4" ? 500 : 200);
    }

    [Fact]
    public void Watson_in_12_variables_is_reached_where_only_rounding_stops_the_search()
    {
        Watson problem = new(12);
        MinimizationResult result = Search.LeastSquares(problem, problem.Start, new() { GradientTolerance = 0 });
        Published.Reached(problem, result);
        Assert.InRange(result.Evaluations, 5, 40);
    }

    [Fact]
    public void A_linear_problem_is_solved_by_one_gauss_newton_step()
    {
        SplitMix64 random = new(3);
        const int m = 40, n = 7;
        double[] a = [.. Enumerable.Range(0, m * n).Select(_ => random.NextNormal())], truth = [.. Enumerable.Range(0, n).Select(_ => 3 * random.NextNormal())];
        double[] noise = [.. Enumerable.Range(0, m).Select(_ => random.NextNormal())];

        // Noise that is orthogonal to the columns leaves the solution where it is: take the fit of the noise off.
        MinimizationResult fit = Solve(new double[n], noise);
        double[] left = Residual(fit.X, noise), b = [.. Residual(truth, left).Select(r => -r)];
        MinimizationResult result = Solve(new double[n], [.. b.Select(r => -r)]);
        Assert.Equal(1, result.Iterations);
        Assert.Equal(2, result.Evaluations);
        Assert.Equal(left.Sum(r => r * r), result.Value, 1e-11);
        for (int j = 0; j < n; j++) Assert.Equal(-truth[j], result.X[j], 1e-12);

        // a x + c, least where x is minus the fit of c.
        MinimizationResult Solve(double[] start, double[] c) => Search.LeastSquares(
            (x, r, jacobian) =>
            {
                Residual(x.ToArray(), c).CopyTo(r);
                if (!jacobian.IsEmpty) a.CopyTo(jacobian);
            },
            m, start, new() { FirstRadius = double.PositiveInfinity });

        double[] Residual(double[] x, double[] c)
        {
            double[] r = [.. c];
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++) r[i] += a[i * n + j] * x[j];
            }

            return r;
        }
    }

    [Fact]
    public void The_scale_of_a_variable_does_not_matter()
    {
        KowalikOsborne problem = new();
        MinimizationResult plain = Search.LeastSquares(problem, problem.Start, Steps(12));
        double[] scale = [1024, 1.0 / 4096, 1 << 20, 8], start = [.. problem.Start.Zip(scale, (x, s) => x * s)];
        ResidualFunction f = problem.Function(4);
        MinimizationResult scaled = Search.LeastSquares(
            (x, r, jacobian) =>
            {
                f([.. x.ToArray().Zip(scale, (xj, s) => xj / s)], r, jacobian);
                for (int i = 0; i < jacobian.Length; i++) jacobian[i] /= scale[i % 4];
            },
            problem.Count, start, Steps(12));
        Assert.Equal(plain.Evaluations, scaled.Evaluations);
        for (int j = 0; j < 4; j++) Assert.Equal(plain.X[j], scaled.X[j] / scale[j], 1e-7);

        static LeastSquaresOptions Steps(int most) => new() { MaxIterations = most, GradientTolerance = 0 };
    }

    [Fact]
    public void Every_step_is_lower_and_downhill()
    {
        List<MinimizationStep> steps = [];
        MinimizationResult result = Search.LeastSquares(new BiggsExp6(), new BiggsExp6().Start, new() { OnStep = steps.Add });
        Assert.Equal(result.Iterations, steps.Count);
        Assert.Equal(result.Evaluations, steps[^1].Evaluations);
        Assert.All(steps, s => Assert.True(s.Value < s.ValueBefore && s.SlopeBefore < 0 && s.Length == 1, s.ToString()));
        Assert.Equal(steps.Skip(1).Select(s => s.ValueBefore), steps.SkipLast(1).Select(s => s.Value));
    }

    [Fact]
    public void A_jacobian_by_hand_and_one_by_differentiation_lead_the_same_way()
    {
        MinimizationResult formula = Search.LeastSquares(new Rosenbrock(), [-1.2, 1]);
        MinimizationResult byHand = Search.LeastSquares(
            (x, r, jacobian) =>
            {
                (r[0], r[1]) = (10 * (x[1] - x[0] * x[0]), 1 - x[0]);
                if (!jacobian.IsEmpty) (jacobian[0], jacobian[1], jacobian[2], jacobian[3]) = (-20 * x[0], 10, -1, 0);
            },
            2, [-1.2, 1]);
        Assert.Equal(formula.X, byHand.X);
        Assert.Equal(formula.Evaluations, byHand.Evaluations);
    }

    [Fact]
    public void Fewer_residuals_than_variables_reach_zero()
    {
        MinimizationResult result = Search.LeastSquares(
            (x, r, jacobian) =>
            {
                r[0] = x[0] * x[0] + x[1] + 2 * x[2] - 3;
                if (!jacobian.IsEmpty) (jacobian[0], jacobian[1], jacobian[2]) = (2 * x[0], 1, 2);
            },
            1, [5, 5, 5]);
        Assert.True(result.Reason == StopReason.Gradient, result.Explanation);
        Assert.Equal(0, result.Value, 1e-12);
    }

    [Fact]
    public void What_is_not_finite_is_stepped_back_from()
    {
        // log x = −2 from x = 50: the Gauss–Newton step leads to −300.
        int outside = 0;
        MinimizationResult result = Search.LeastSquares(
            (x, r, jacobian) =>
            {
                if (x[0] <= 0) outside++;
                r[0] = Math.Log(x[0]) + 2;
                if (!jacobian.IsEmpty) jacobian[0] = 1 / x[0];
            },
            1, [50]);
        Assert.True(outside > 0);
        Assert.True(result.Reason == StopReason.Gradient, result.Explanation);
        Assert.Equal(Math.Exp(-2), result.X[0], 1e-8);
    }

    [Fact]
    public void A_jacobian_that_is_not_finite_is_stepped_back_from()
    {
        // The residual exists everywhere, its derivative only above −0.5.
        MinimizationResult result = Search.LeastSquares(
            (x, r, jacobian) =>
            {
                r[0] = Math.Atan(x[0]);
                if (!jacobian.IsEmpty) jacobian[0] = x[0] < -0.5 ? double.NaN : 1 / (1 + x[0] * x[0]);
            },
            1, [1.3]);
        Assert.True(result.Reason == StopReason.Gradient, result.Explanation);
        Assert.Equal(0, result.X[0], 1e-7);
    }

    [Fact]
    public void A_jacobian_of_something_else_stops()
    {
        MinimizationResult result = Search.LeastSquares(
            (x, r, jacobian) =>
            {
                r[0] = x[0] - 3;
                if (!jacobian.IsEmpty) jacobian[0] = -1;
            },
            1, [1]);
        Assert.Equal(StopReason.NoProgress, result.Reason);
        Assert.Equal([1.0], result.X);
        Assert.StartsWith("No lower point was found however short the step", result.Explanation);
    }

    [Fact]
    public void Tolerances_and_limits_stop()
    {
        Stops(StopReason.Gradient, "The largest element of the gradient is", new());
        Stops(StopReason.FunctionChange, "The last step changed the value", new() { FunctionTolerance = 1e-1 });
        Stops(StopReason.Step, "The last step was no longer", new() { StepTolerance = 1e-1 });
        Assert.Equal(3, Stops(StopReason.MaxIterations, "All iterations", new() { MaxIterations = 3 }).Iterations);
        Assert.Equal(0, Stops(StopReason.MaxIterations, "All iterations", new() { MaxIterations = 0 }).Iterations);
        Assert.Equal(4, Stops(StopReason.MaxEvaluations, "All evaluations", new() { MaxEvaluations = 4 }).Evaluations);

        static MinimizationResult Stops(StopReason reason, string explanation, LeastSquaresOptions options)
        {
            MinimizationResult result = Search.LeastSquares(new Wood(), new Wood().Start, options);
            Assert.Equal(reason, result.Reason);
            Assert.StartsWith(explanation, result.Explanation);
            Assert.Equal(new Wood().Values(result.X).Sum(r => r * r), result.Value, 1e-12 * result.Value);
            return result;
        }
    }

    [Fact]
    public void A_start_at_the_solution_stays_there()
    {
        MinimizationResult result = Search.LeastSquares(new Wood(), [1, 1, 1, 1]);
        Assert.Equal((StopReason.Gradient, 0, 1), (result.Reason, result.Iterations, result.Evaluations));
    }

    [Fact]
    public void What_cannot_be_started_is_refused_in_a_sentence()
    {
        Assert.StartsWith("Residual 1 is NaN at the start; start from", Refused(() => Search.LeastSquares(Given([1, double.NaN], [1, 1]), 2, [1])));
        Assert.StartsWith("The derivative of residual 1 by variable 0 is ∞", Refused(() => Search.LeastSquares(Given([1, 2], [1, double.PositiveInfinity]), 2, [1])).Replace("Infinity", "∞", StringComparison.Ordinal));
        Assert.StartsWith("There are 0 residuals;", Refused(() => Search.LeastSquares(Given([], []), 0, [1])));
        Assert.StartsWith("The start has no variables;", Refused(() => Search.LeastSquares(new Wood(), [])));
        Assert.StartsWith("Element 2 of the start is NaN;", Refused(() => Search.LeastSquares(new Wood(), [1, 1, double.NaN, 1])));
        Assert.StartsWith("FirstRadius is 0, but must be above 0.", Refused(() => Search.LeastSquares(new Wood(), new Wood().Start, new() { FirstRadius = 0 })));
        Assert.StartsWith("GradientTolerance is NaN, but", Refused(() => Search.LeastSquares(new Wood(), new Wood().Start, new() { GradientTolerance = double.NaN })));

        static ResidualFunction Given(double[] values, double[] slopes) => (_, r, jacobian) =>
        {
            values.CopyTo(r);
            if (!jacobian.IsEmpty) slopes.CopyTo(jacobian);
        };

        static string Refused(Action action) => Assert.Throws<ArgumentException>(action).Message;
    }

    [Fact]
    public void A_cancelled_search_ends() => Assert.Throws<OperationCanceledException>(
        () => Minimize.LeastSquares(new Wood(), new Wood().Start, null, new CancellationToken(canceled: true)));

    [Fact]
    public void Residuals_written_once_fit_data()
    {
        MinimizationResult result = Search.LeastSquares(new Decay(), [1, 0.1]);
        Assert.True(result.Reason == StopReason.Gradient, result.Explanation);
        Assert.Equal(5, result.X[0], 1e-9);
        Assert.Equal(0.7, result.X[1], 1e-9);
    }

    /// <summary>a e^(−k t) through five points of a = 5, k = 0.7.</summary>
    private readonly record struct Decay : IResiduals
    {
        public int Count => 5;

        public void At<T>(ReadOnlySpan<T> x, Span<T> residuals) where T : struct, IReal<T>
        {
            for (int t = 0; t < Count; t++) residuals[t] = x[0] * T.Exp(-x[1] * T.Constant(t)) - T.Constant(5 * Math.Exp(-0.7 * t));
        }
    }
}
