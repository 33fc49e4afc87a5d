using Gradus.Lab.Reports;
using Gradus.Lab.Reports.Verdicts;

namespace Gradus.Lab.Tests.Reports;

public sealed class ClaimTests
{
    private static readonly Claim Said = new("a is faster than b and c; a generalises best", ["a", "b", "c"], "a");

    [Fact]
    public void A_ranking_measured_in_all_its_parts_is_supported() =>
        Assert.Equal(Outcome.Supported, Steps([100, 110], [200, 210], [300, 310]));

    [Fact]
    public void A_ranking_with_one_part_the_other_way_round_is_refuted() =>
        Assert.Equal(Outcome.Refuted, Steps([100, 110], [300, 310], [200, 210]));

    [Fact]
    public void Scatter_larger_than_the_difference_decides_nothing() =>
        Assert.Equal(Outcome.Undecided, Steps([100, 300], [200, 210], [400, 410]));

    [Fact]
    public void Always_arriving_beats_never_arriving() =>
        Assert.Equal(Outcome.Supported, Steps([100, 110], [200, 210], [null, null]));

    [Fact]
    public void Nobody_arriving_decides_nothing() =>
        Assert.Equal(Outcome.Undecided, Steps([null, null], [null, null], [null, null]));

    [Fact]
    public void One_seed_decides_nothing() => Assert.Equal(Outcome.Undecided, Steps([100], [200], [300]));

    [Fact]
    public void A_claim_about_somebody_absent_is_not_decided()
    {
        ClaimVerdict verdict = Assert.Single(ClaimCheck.Of(Said, [VerdictTests.Given("a", 0.9)]));
        Assert.Equal(Outcome.Undecided, verdict.Outcome);
        Assert.Contains("b and c", verdict.Evidence[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Generalization_is_judged_by_test_accuracy_and_by_the_gap()
    {
        Contestant[] all = [VerdictTests.Given("a", 0.90, 0.91), VerdictTests.Given("b", 0.80, 0.811), VerdictTests.Given("c", 0.70, 0.712)];
        Assert.Equal([Outcome.Supported, Outcome.Supported], ClaimCheck.Of(Said, all).Skip(2).Select(v => v.Outcome));
    }

    private static Outcome Steps(long?[] a, long?[] b, long?[] c) =>
        ClaimCheck.Of(Said, [With("a", a), With("b", b), With("c", c)])[0].Outcome;

    private static Contestant With(string key, long?[] steps)
    {
        Contestant contestant = VerdictTests.Given(key, [.. steps.Select(_ => 0.9)]);
        return contestant with { Runs = [.. contestant.Runs.Select((r, i) => r with { StepsToTarget = steps[i], SecondsToTarget = steps[i] })] };
    }
}
