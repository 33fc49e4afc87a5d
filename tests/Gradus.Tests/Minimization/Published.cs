using Gradus.Minimization;
using Gradus.Minimization.Problems;

namespace Gradus.Tests.Minimization;

/// <summary>Whether a minimiser ended where the literature says that it can.</summary>
internal static class Published
{
    /// <summary>Zero is reached as far as a gradient of 1e-8 goes where the Hessian is singular; the others to the six digits that are printed.</summary>
    public static void Reached(ITestProblem problem, MinimizationResult result) => Assert.True(
        problem.Minima.Any(m => m == 0 ? result.Value <= 1e-12 * result.X.Length : Math.Abs(result.Value - m) <= 5e-6 * m),
        $"{problem.Name}: {result.Value:R} is none of {string.Join(", ", problem.Minima)}. {result.Explanation}");
}
