using Gradus.Lab.Benchmarks;

namespace Gradus.Lab.Tests.Benchmarks;

public class RuleBenchmarkTests
{
    [Fact]
    public void The_lists_are_the_models_they_are_named_after()
    {
        Assert.Equal((62, 11_689_512), (ModelShapes.ResNet18.Shapes.Count, ModelShapes.ResNet18.Total));
        Assert.Equal((148, 124_439_808), (ModelShapes.Gpt2.Shapes.Count, ModelShapes.Gpt2.Total));
        Assert.Equal(24 << 20, ModelShapes.Flat.Total);
    }

    [Fact]
    public void Each_rule_is_measured_on_each_list_and_wrapped_ones_beside_the_rule_alone()
    {
        ModelShapes small = new("small", [[40, 50], [40]]);
        RuleBenchmarkResult result = RuleBenchmark.Run(new() { Rules = ["sgd", "adamw with clipNorm(1)"], Lists = [small], Rounds = 1 }, ct: TestContext.Current.CancellationToken);
        Assert.Equal(["sgd", "adamw with clipNorm(1)"], result.Rows.Select(row => row.Rule));
        Assert.All(result.Rows, row => Assert.True(row.Ours.Median > 0 && row.OfRoofline.Median > 0));
        Assert.Null(result.Rows[0].OverBare);
        Assert.True(result.Rows[1].OverBare!.Value.Median > 0);
        Assert.Contains("| `adamw with clipNorm(1)` |", result.ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains("\"overBare\"", result.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_elementwise_rule_is_measured_by_being_listed() =>
        Assert.Superset(new HashSet<string>(["adamw", "lion", "yogi"]), new RuleBenchmarkOptions().Rules.ToHashSet());

    [Fact]
    public void A_rule_of_whole_tensors_is_refused() =>
        Assert.Throws<ArgumentException>(() => RuleBenchmark.Run(new() { Rules = ["muon"] }, ct: TestContext.Current.CancellationToken));
}
