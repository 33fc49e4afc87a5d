using FsCheck.Xunit;
using Gradus.Losses;

namespace Gradus.Tests.Losses;

public sealed class RankingLossTests
{
    public static TheoryData<string> All => ["pairwiseLogistic", "listNet", "softmaxRanking"];

    [Theory, MemberData(nameof(All))]
    public void Only_differences_of_scores_matter_and_not_the_order_of_the_list(string loss)
    {
        double[] x = OneRow.Normal(1, 9), y = [3, 0, 1, 0, 2, 0, 0, 1, 0];
        double value = OneRow.Value(loss, x, y);
        Assert.Equal(value, OneRow.Value(loss, [.. x.Select(v => v + 5)], y), 1e-12);
        Assert.Equal(value, OneRow.Value(loss, [.. x.Reverse()], [.. y.Reverse()]), 1e-12);
        Assert.Equal(0, OneRow.Evaluate(loss, x, y).Gradients["prediction"].Values.ToArray().Sum(), 1e-13);
    }

    [Theory, MemberData(nameof(All))]
    public void Putting_the_relevant_first_pays(string loss) =>
        Assert.True(OneRow.Value(loss, [3, 2, 1, 0], [3, 2, 1, 0]) < OneRow.Value(loss, [0, 1, 2, 3], [3, 2, 1, 0]));

    [Fact]
    public void Pairs_cost_the_logistic_of_their_difference()
    {
        Assert.Equal(double.LogP1(Math.Exp(-2)), OneRow.Value("pairwiseLogistic", [2, 0], [1, 0]), 1e-14);
        double expected = (double.LogP1(Math.Exp(-2)) + double.LogP1(Math.Exp(1))) / 2;
        Assert.Equal(expected, OneRow.Value("pairwiseLogistic", [2, 0, 3], [1, 0, 0]), 1e-14);
        LossEvaluation even = OneRow.Evaluate("pairwiseLogistic", [2, 0, 3], [1, 1, 1]);
        Assert.Equal(0, even.Value);
        Assert.Equal([0.0, 0.0, 0.0], even.Gradients["prediction"].Values);
    }

    [Property]
    public void ListNet_is_least_where_scores_are_the_relevances(ulong seed)
    {
        double[] y = OneRow.Normal(seed, 7);
        LossEvaluation best = OneRow.Evaluate("listNet", y, y);
        Assert.All(best.Gradients["prediction"].Values.ToArray(), g => Assert.Equal(0, g, 1e-13));
        Assert.True(best.Value <= OneRow.Value("listNet", OneRow.Normal(seed + 1, 7), y) + 1e-14);
    }

    [Fact]
    public void Softmax_ranking_of_one_relevant_item_is_cross_entropy()
    {
        double[] x = OneRow.Normal(4, 6);
        Assert.Equal(OneRow.Value("crossEntropy", x, 2), OneRow.Value("softmaxRanking", x, [0, 0, 1, 0, 0, 0]), 1e-13);
        Assert.Contains("needs targets ≥ 0", Assert.Throws<ArgumentException>(() => OneRow.Value("softmaxRanking", x, [0, 0, -1, 0, 0, 0])).Message, StringComparison.Ordinal);
    }
}
