using Gradus.Lab.Reports;
using Gradus.Lab.Reports.Verdicts;

namespace Gradus.Lab.Tests.Reports;

public sealed class VerdictTests
{
    // Abramowitz & Stegun, table 26.10; the last two from NIST's handbook, 1.3.6.7.2.
    [Theory]
    [InlineData(1, 12.706)]
    [InlineData(2, 4.303)]
    [InlineData(9, 2.262)]
    [InlineData(10, 2.228)]
    [InlineData(11, 2.201)]
    [InlineData(30, 2.042)]
    [InlineData(100, 1.984)]
    public void The_t_quantile_is_that_of_the_tables(int degreesOfFreedom, double expected) =>
        Assert.Equal(expected, StudentT.Quantile975(degreesOfFreedom), 3);

    [Fact]
    public void A_spread_states_mean_deviation_and_interval()
    {
        Spread spread = Spread.Of([1, 2, 3, double.NaN]);
        Assert.Equal((3, 1, 2.0, 1.0, 1.0, 3.0), (spread.Count, spread.Missing, spread.Mean, spread.StandardDeviation, spread.Min, spread.Max));
        Assert.Equal(4.302653 / Math.Sqrt(3), spread.HalfWidth!.Value, 6);
    }

    [Fact]
    public void One_seed_has_no_interval_and_decides_nothing()
    {
        Summary summary = Summary.Of(SampleComparison.Of(seeds: 1));
        Assert.All(summary.Ranking, c => Assert.Null(c.TestAccuracy.HalfWidth));
        Assert.All(summary.Pairs, p => Assert.Equal(Separation.TooFewSeeds, p.Separation));
        Assert.Contains("luck cannot be told from merit", summary.Headline, StringComparison.Ordinal);
        Assert.Contains(summary.Warnings, w => w.Short == "one seed");
    }

    [Fact]
    public void Differences_smaller_than_the_spread_over_seeds_are_not_evidence()
    {
        PairVerdict pair = PairVerdict.Of(Given("a", 0.90, 0.92, 0.91), Given("b", 0.91, 0.90, 0.915), r => r.TestAccuracy);
        Assert.Equal(Separation.NotSeparated, pair.Separation);
        Assert.Contains("no evidence", pair.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_difference_is_judged_within_seeds()
    {
        // Seeds differ by twenty points, contestants by one within every seed: pairing sees it, comparing means would not.
        PairVerdict pair = PairVerdict.Of(Given("a", 0.71, 0.81, 0.911), Given("b", 0.70, 0.80, 0.90), r => r.TestAccuracy);
        Assert.Equal(Separation.FirstAhead, pair.Separation);
    }

    [Fact]
    public void A_failed_run_does_not_lift_its_contestant()
    {
        Comparison comparison = SampleComparison.Of() with { Contestants = [Given("lucky", 0.99, double.NaN), Given("steady", 0.80, 0.81)] };
        Summary summary = Summary.Of(comparison);
        Assert.Equal(["steady", "lucky"], summary.Ranking.Select(c => c.Key));
        Assert.Contains(summary.Warnings, w => w is { Contestant: "lucky", Short: "no result" });
    }

    [Fact]
    public void Contestants_that_did_not_start_from_the_same_weights_are_reported()
    {
        Comparison comparison = SampleComparison.Of(2);
        Contestant cheat = comparison.Contestants[1];
        comparison = comparison with
        {
            Contestants = [comparison.Contestants[0], cheat with { Runs = [.. cheat.Runs.Select(r => r with { InitialWeights = "other" })] }],
        };
        FairnessCheck check = Assert.Single(Summary.Of(comparison).Fairness, f => f.Condition.Contains("same weights", StringComparison.Ordinal));
        Assert.False(check.Holds);
    }

    internal static Contestant Given(string key, params double[] testAccuracies) => new()
    {
        Key = key,
        Label = key,
        Recipe = key,
        StateBytesPerParameter = 0,
        StateBytes = 0,
        Grid = [],
        Runs = [.. testAccuracies.Select((accuracy, i) => new ContestantRun
        {
            Seed = i + 1,
            Curve = [],
            TrainAccuracy = 1,
            TestAccuracy = accuracy,
            TestLoss = 0.3,
        })],
    };
}
