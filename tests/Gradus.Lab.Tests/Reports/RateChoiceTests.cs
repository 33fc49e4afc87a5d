using Gradus.Lab.Reports;
using Gradus.Lab.Reports.Verdicts;

namespace Gradus.Lab.Tests.Reports;

public sealed class RateChoiceTests
{
    [Fact]
    public void The_best_rate_has_the_highest_mean_validation_accuracy() =>
        Assert.Equal(0.01, RateChoice.Best([Trial(0.001, 0.8), Trial(0.01, 0.9), Trial(0.01, 0.88), Trial(0.1, 0.85)]));

    [Fact]
    public void A_rate_at_which_one_trial_diverged_is_not_chosen() =>
        Assert.Equal(0.001, RateChoice.Best([Trial(0.001, 0.8), Trial(0.01, 0.95), Trial(0.01, 0.1, diverged: true)]));

    [Fact]
    public void No_rate_is_chosen_when_all_diverged() => Assert.Null(RateChoice.Best([Trial(1, 0.1, diverged: true)]));

    [Theory]
    [InlineData(0.001, EdgeOfGrid.Lowest, "downwards: 1e-4 and 1e-5")]
    [InlineData(0.1, EdgeOfGrid.Highest, "upwards: 1 and 10")]
    public void A_best_rate_at_the_edge_of_the_grid_is_warned_about(double chosen, EdgeOfGrid edge, string advice)
    {
        Contestant contestant = Offered(chosen, 0.001, 0.01, 0.1);
        Assert.Equal(edge, RateChoice.Edge(contestant));
        Assert.Contains(advice, RateChoice.Advice(contestant), StringComparison.Ordinal);
        Summary summary = Summary.Of(SampleComparison.Of() with { Contestants = [contestant] });
        Assert.Contains(summary.Warnings, w => w.Short == "edge of grid");
    }

    [Fact]
    public void A_best_rate_inside_the_grid_is_not_warned_about() => Assert.Null(RateChoice.Advice(Offered(0.01, 0.001, 0.01, 0.1)));

    [Fact]
    public void A_single_rate_is_no_choice() => Assert.Equal(EdgeOfGrid.OnlyOne, RateChoice.Edge(Offered(0.01, 0.01)));

    private static GridPoint Trial(double rate, double accuracy, bool diverged = false) => new(rate, accuracy, 1 - accuracy, diverged, 1);

    private static Contestant Offered(double chosen, params double[] rates) =>
        VerdictTests.Given("x", 0.9, 0.9) with { ChosenRate = chosen, Grid = [.. rates.Select(r => Trial(r, 0.5))] };
}
