using Gradus.Minimization;
using Gradus.Surfaces;

namespace Gradus.Tests.Minimization;

public class StopReasonTests
{
    [Fact]
    public void A_gradient_within_its_tolerance_stops() => Stops(StopReason.Gradient, "The largest element of the gradient is", new());

    [Fact]
    public void A_small_change_of_the_value_stops() =>
        Stops(StopReason.FunctionChange, "The last step changed the value", new() { FunctionTolerance = 1e-3 });

    [Fact]
    public void A_small_step_stops() => Stops(StopReason.Step, "The last step was no longer", new() { StepTolerance = 1e-2 });

    [Fact]
    public void The_last_iteration_stops() =>
        Assert.Equal(5, Stops(StopReason.MaxIterations, "All iterations", new() { MaxIterations = 5 }).Iterations);

    [Theory, InlineData(1), InlineData(2), InlineData(7), InlineData(12)]
    public void The_last_evaluation_stops(int most) =>
        Assert.Equal(most, Stops(StopReason.MaxEvaluations, "All evaluations", new() { MaxEvaluations = most }).Evaluations);

    [Fact]
    public void A_gradient_that_is_not_the_functions_stops()
    {
        MinimizationResult result = Search.Lbfgs(
            (x, g) =>
            {
                g[0] = -2 * x[0];
                return x[0] * x[0];
            },
            [1]);
        Assert.Equal(StopReason.NoProgress, result.Reason);
        Assert.Equal([1.0], result.X);
        Assert.StartsWith("No lower point was found", result.Explanation);
    }

    [Fact]
    public void A_function_without_a_minimum_stops()
    {
        MinimizationResult result = Search.Lbfgs(
            (x, g) =>
            {
                g[0] = -1;
                return -x[0];
            },
            [1]);
        Assert.Equal(StopReason.Unbounded, result.Reason);
        Assert.True(double.IsFinite(result.Value));
    }

    private static MinimizationResult Stops(StopReason reason, string explanation, LbfgsOptions options)
    {
        MinimizationResult result = Search.Lbfgs(new Rosenbrock(), new(-1.2, 1), options);
        Assert.Equal(reason, result.Reason);
        Assert.StartsWith(explanation, result.Explanation);
        return result;
    }
}
