using System.Text.Json;
using Gradus.Lab.Benchmarks;

namespace Gradus.Lab.Tests.Benchmarks;

public sealed class StepBenchmarkTests
{
    private static readonly StepBenchmarkOptions s_short = new()
    {
        Sizes = [new(3, 100), new(2, 1_000)],
        Rounds = 2,
        Measurement = TimeSpan.FromMilliseconds(0.5),
        WarmUp = TimeSpan.Zero,
        Rest = TimeSpan.Zero,
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_rule_and_size_has_a_row_of_finite_numbers(bool inTraining)
    {
        StepBenchmarkResult result = StepBenchmark.Run(s_short with { InTraining = inTraining }, ct: TestContext.Current.CancellationToken);
        Assert.Equal(
            StepRules.All.SelectMany(rule => s_short.Sizes.Select(sizes => (rule.Name, sizes))),
            result.Rows.Select(row => (row.Rule, row.Sizes)));
        foreach (StepRow row in result.Rows)
        {
            Assert.All(
                (Spread[])[row.Ours, row.TorchSharp, row.Libtorch, row.Roofline, row.OverTorchSharp, row.OverLibtorch, row.OfRoofline],
                spread => Assert.True(spread.Lower > 0 && spread.Lower <= spread.Median && spread.Median <= spread.Upper && double.IsFinite(spread.Upper)));
            Assert.True(double.IsFinite(row.GigabytesPerSecond));
        }
    }

    [Fact]
    public void The_table_has_a_line_for_each_row_and_as_many_columns_in_each()
    {
        StepBenchmarkResult result = StepBenchmark.Run(s_short with { Rules = ["AdamW"] }, ct: TestContext.Current.CancellationToken);
        string[] table = [.. result.ToMarkdown().Split('\n').Where(line => line.StartsWith('|'))];
        Assert.Equal(2 + result.Rows.Count, table.Length);
        Assert.Single(table.Select(line => line.Count(c => c == '|')).Distinct());
        using JsonDocument json = JsonDocument.Parse(result.ToJson());
        Assert.Equal(result.Rows.Count, json.RootElement.GetProperty("rows").GetArrayLength());
        Assert.Equal(result.Rows[0].Ours.Median, json.RootElement.GetProperty("rows")[0].GetProperty("ours").GetProperty("median").GetDouble());
    }

    [Fact]
    public void AdamW_passes_seven_arrays_and_momentum_five()
    {
        Assert.Equal(7, StepRules.Named("adamw").Streams);
        Assert.Equal(5, StepRules.Named("SGD momentum").Streams);
    }

    [Fact]
    public void An_unknown_rule_is_answered_with_the_known_ones()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => StepBenchmark.Run(s_short with { Rules = ["adagrand"] }, ct: TestContext.Current.CancellationToken));
        Assert.Contains("AdamW", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_stops_when_asked() =>
        Assert.Throws<OperationCanceledException>(() => StepBenchmark.Run(s_short, ct: new CancellationToken(canceled: true)));

    [Fact]
    public void Quartiles_lie_between_neighbours()
    {
        Assert.Equal(new Spread(2.5, 1.75, 3.25), Spread.Of([4, 1, 3, 2]));
        Assert.Equal(new Spread(7, 7, 7), Spread.Of([7]));
        Assert.Equal(new Spread(2, 2, 2), Spread.OfRatios([2, 20], [1, 10]));
    }
}
