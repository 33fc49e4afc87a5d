using System.Text.Json;
using Gradus.Lab.Benchmarks;
using Gradus.Minimization;

namespace Gradus.Lab.Tests.Benchmarks;

public class MinimizeBenchmarkTests
{
    [Fact]
    public void Every_problem_is_solved_and_told_in_both_forms()
    {
        MinimizeBenchmarkResult result = MinimizeBenchmark.Run(new(), null, TestContext.Current.CancellationToken);
        Assert.Equal(43, result.Rows.Count);

        // Watson's problem in 12 variables is beyond a gradient of 1e-8.
        Assert.All(result.Rows.Where(r => (r.Number, r.Variables) != (20, 12)), r => Assert.True(r.IsReached(r.Lbfgs) && r.Lbfgs.Reason == (r.Number == 10 ? StopReason.NoProgress : StopReason.Gradient), r.Name));
        Assert.All(result.Rows, r => Assert.InRange(r.Lbfgs.ToTheEnd, 1, r.Lbfgs.Evaluations));
        Assert.All(result.Rows, r => Assert.InRange(r.LeastSquares.ToTheEnd, 1, r.LeastSquares.Evaluations));
        Assert.Equal(43, result.ToMarkdown().Split('\n').Count(line => line.StartsWith("| ", StringComparison.Ordinal) && char.IsDigit(line[2])));

        using JsonDocument json = JsonDocument.Parse(result.ToJson());
        JsonElement first = json.RootElement.GetProperty("rows")[0];
        Assert.Equal(24.2, first.GetProperty("start").GetDouble(), 1e-12);
        Assert.Equal("Gradient", first.GetProperty("lbfgs").GetProperty("reason").GetString());
    }
}
