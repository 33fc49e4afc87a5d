using FsCheck.Xunit;
using Gradus.Losses;

namespace Gradus.Tests.Losses;

public sealed class OverlapLossTests
{
    public static TheoryData<string> All => ["dice", "generalizedDice", "tversky", "focalTversky", "jaccard", "lovasz"];

    private static string OnProbabilities(string loss) => loss.Contains('(', StringComparison.Ordinal) ? loss.Replace(")", ", logits=false)", StringComparison.Ordinal) : $"{loss}(logits=false)";

    [Theory, MemberData(nameof(All))]
    public void A_perfect_mask_costs_nothing(string loss)
    {
        foreach (double[] mask in (double[][])[OneRow.Mask(1, 40), new double[40], [.. Enumerable.Repeat(1.0, 40)]])
        {
            Assert.Equal(0, OneRow.Value(OnProbabilities(loss), mask, mask), 1e-20);
            LossEvaluation sure = OneRow.Evaluate(loss, [.. mask.Select(q => q > 0 ? 1000.0 : -1000)], mask);
            Assert.Equal(0, sure.Value, 1e-20);
            Assert.All(sure.Gradients["prediction"].Values.ToArray(), g => Assert.Equal(0, g, 1e-20));
        }
    }

    [Theory, MemberData(nameof(All))]
    public void A_mask_that_is_wrong_everywhere_costs_most(string loss)
    {
        double[] mask = OneRow.Mask(1, 400), wrong = [.. mask.Select(q => 1 - q)];
        double most = OneRow.Value(OnProbabilities(loss), wrong, mask);
        Assert.InRange(most, 0.98, 1);
        for (ulong seed = 2; seed < 12; seed++) Assert.True(OneRow.Value(OnProbabilities(loss), OneRow.Mask(seed, 400), mask) < most);
    }

    [Fact]
    public void Dice_and_jaccard_are_what_their_names_say()
    {
        double[] p = [0.9, 0.2, 0.6], q = [1, 0, 0];
        Assert.Equal(1 - (2 * 0.9 + 1) / (1.7 + 1 + 1), OneRow.Value("dice(logits=false)", p, q), 1e-13);
        Assert.Equal(1 - (0.9 + 1) / (1.7 + 1 - 0.9 + 1), OneRow.Value("jaccard(logits=false)", p, q), 1e-13);
        Assert.Equal(1 - (0.9 + 1) / (0.9 + 0.3 * 0.8 + 0.7 * 0.1 + 1), OneRow.Value("tversky(logits=false)", p, q), 1e-13);
        double w1 = 1 / 4.0, w0 = 1 / 9.0, common = w1 * 0.9 + w0 * (0.8 + 0.4), sizes = w1 * (1.7 + 1) + w0 * (1.3 + 2);
        Assert.Equal(1 - 2 * common / sizes, OneRow.Value("generalizedDice(logits=false)", p, q), 1e-13);
    }

    [Property]
    public void The_family_of_Tversky_holds_the_others(ulong seed)
    {
        double[] x = OneRow.Normal(seed, 30, 2), mask = OneRow.Mask(seed + 1, 30);
        Assert.Equal(OneRow.Value("dice(smooth=3)", x, mask), OneRow.Value("tversky(alpha=0.5, beta=0.5, smooth=1.5)", x, mask), 1e-13);
        Assert.Equal(OneRow.Value("jaccard(smooth=3)", x, mask), OneRow.Value("tversky(alpha=1, beta=1, smooth=3)", x, mask), 1e-13);
        Assert.Equal(OneRow.Value("tversky", x, mask), OneRow.Value("focalTversky(gamma=1)", x, mask), 1e-13);
        Assert.Equal(Math.Pow(OneRow.Value("tversky", x, mask), 0.75), OneRow.Value("focalTversky", x, mask), 1e-13);
    }

    [Property]
    public void Generalized_Dice_does_not_mind_which_side_is_the_foreground(ulong seed)
    {
        double[] x = OneRow.Normal(seed, 30, 2), mask = OneRow.Mask(seed + 1, 30);
        Assert.Equal(
            OneRow.Value("generalizedDice", x, mask),
            OneRow.Value("generalizedDice", [.. x.Select(v => -v)], [.. mask.Select(q => 1 - q)]), 1e-13);
    }

    [Property]
    public void Lovasz_is_the_Jaccard_loss_of_hard_predictions(ulong seed)
    {
        double[] hard = OneRow.Mask(seed, 20), mask = OneRow.Mask(seed + 1, 20);
        double common = hard.Zip(mask).Sum(pair => pair.First * pair.Second), union = hard.Sum() + mask.Sum() - common;
        double jaccard = union == 0 ? 0 : 1 - common / union;
        Assert.Equal(jaccard, OneRow.Value("lovasz(logits=false)", hard, mask), 1e-13);
        Assert.Equal(2 * jaccard, OneRow.Value("lovasz", [.. hard.Select(p => 2 * p - 1)], mask), 1e-13);
    }

    [Property]
    public void Lovasz_is_convex(ulong seed)
    {
        double[] a = OneRow.Normal(seed, 15, 2), b = OneRow.Normal(seed + 1, 15, 2), mask = OneRow.Mask(seed + 2, 15);
        double between = OneRow.Value("lovasz", [.. a.Zip(b, (x, y) => (x + y) / 2)], mask);
        Assert.True(between <= (OneRow.Value("lovasz", a, mask) + OneRow.Value("lovasz", b, mask)) / 2 + 1e-12);
    }

    [Fact]
    public void Masks_and_probabilities_outside_0_to_1_are_refused()
    {
        Assert.Contains("Row 0 has the target 2 at place 1; dice needs targets in [0, 1]", Refusal("dice", [0, 0], [1, 2]), StringComparison.Ordinal);
        Assert.Contains("Row 0 has the prediction -3 at place 0", Refusal("lovasz(logits=false)", [-3, 0], [1, 0]), StringComparison.Ordinal);
        Assert.True(double.IsNaN(OneRow.Value("dice", [double.NaN, 0], [1, 0])));
    }

    private static string Refusal(string loss, double[] x, double[] q) => Assert.Throws<ArgumentException>(() => OneRow.Value(loss, x, q)).Message;
}
