using Gradus.Minimization;
using Gradus.Minimization.Problems;

namespace Gradus.Tests.Minimization;

public class LbfgsProblemTests
{
    public static TheoryData<string> Names => [.. TestProblemTests.Sets.Keys.Where(name => name is not ("meyer 3" or "watson 12"))];

    [Theory, MemberData(nameof(Names))]
    public void The_published_minimum_is_reached(string name)
    {
        ITestProblem problem = TestProblemTests.Sets[name];
        MinimizationResult result = Search.Lbfgs(problem, problem.Start);
        Assert.True(result.Reason == StopReason.Gradient, result.Explanation);
        Published.Reached(problem, result);
    }

    [Fact]
    public void Meyer_is_reached_as_far_as_its_rounding_lets_the_gradient_fall()
    {
        // The second derivatives reach 10¹⁰: no gradient of 1e-8 can be computed there, and the search says that it got stuck.
        Meyer problem = new();
        MinimizationResult result = Search.Lbfgs(problem, problem.Start);
        Assert.True(result.Reason == StopReason.NoProgress, result.Explanation);
        Published.Reached(problem, result);
    }

    [Fact]
    public void Watson_in_12_variables_is_not_reached_because_its_residuals_round()
    {
        // Condition 10¹³: a gradient of 1e-8 leaves the value 30 times too high. Further down, residuals of 1e-5 are differences of
        // numbers near 1, and their rounding hides what the flattest direction would still gain. Least squares get there.
        Watson problem = new(12);
        MinimizationResult early = Search.Lbfgs(problem, problem.Start);
        Assert.True(early.Reason == StopReason.Gradient, early.Explanation);
        Assert.InRange(early.Value, 1e-9, 1e-7);
        MinimizationResult late = Search.Lbfgs(problem, problem.Start, new() { GradientTolerance = 1e-13, Memory = 30 });
        Assert.True(late.Reason == StopReason.NoProgress, late.Explanation);
        Assert.InRange(late.Value, 4.7e-10, 5e-9);
    }
}
