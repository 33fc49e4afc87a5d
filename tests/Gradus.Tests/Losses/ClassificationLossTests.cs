using FsCheck.Xunit;
using Gradus.Losses;

namespace Gradus.Tests.Losses;

public sealed class ClassificationLossTests
{
    private static readonly double[] s_x = [1.2, -0.7, 0.4, 2.1, -1.5];

    [Fact]
    public void Cross_entropy_of_a_class_that_has_80_percent_is_0_223()
    {
        double[] x = [Math.Log(0.8), Math.Log(0.15), Math.Log(0.05)];
        Assert.Equal(0.223, OneRow.Value("crossEntropy", x, 0), 0.0005);
        Assert.Equal(-Math.Log(0.8), OneRow.Value("crossEntropy", x, 0), 1e-14);
        Assert.Equal(-Math.Log(0.8), OneRow.Value("nll", x, 0), 1e-14);
    }

    [Theory]
    [InlineData("softmaxFocal(gamma=0)")]
    [InlineData("poly1(epsilon=0)")]
    [InlineData("symmetricCrossEntropy(alpha=1, beta=0)")]
    [InlineData("ldam(maxMargin=0, scale=1)")]
    [InlineData("classBalanced(counts=[5, 70, 8, 20, 1000], beta=0)")]
    [InlineData("logitAdjustment(counts=[3, 3, 3, 3, 3])")]
    [InlineData("logitAdjustment(counts=[5, 70, 8, 20, 1000], tau=0)")]
    [InlineData("biTempered(t1=1, t2=1)")]
    public void Where_its_parameters_do_nothing_a_loss_is_cross_entropy(string loss)
    {
        for (int y = 0; y < s_x.Length; y++)
        {
            LossEvaluation own = OneRow.Evaluate(loss, s_x, y), plain = OneRow.Evaluate("crossEntropy", s_x, y);
            Assert.Equal(plain.Value, own.Value, 1e-13);
            Assert.All(plain.Gradients["prediction"].Values.ToArray(), (g, i) => Assert.Equal(g, own.Gradients["prediction"].Values[i], 1e-12));
        }
    }

    [Fact]
    public void The_biTempered_loss_tends_to_cross_entropy()
    {
        for (int y = 0; y < s_x.Length; y++)
        {
            Assert.Equal(OneRow.Value("crossEntropy", s_x, y), OneRow.Value("biTempered(t1=0.999999, t2=1.000001)", s_x, y), 1e-4);
        }
    }

    [Fact]
    public void Focal_and_polynomial_losses_are_those_of_the_probability()
    {
        double p = OneRow.Softmax(s_x)[2];
        Assert.Equal(-Math.Pow(1 - p, 2) * Math.Log(p), OneRow.Value("softmaxFocal", s_x, 2), 1e-13);
        Assert.Equal(-Math.Pow(1 - p, 0.5) * Math.Log(p), OneRow.Value("softmaxFocal(gamma=0.5)", s_x, 2), 1e-13);
        Assert.Equal(-Math.Log(p) + 3 * (1 - p), OneRow.Value("poly1(epsilon=3)", s_x, 2), 1e-13);
    }

    [Fact]
    public void Generalized_cross_entropy_runs_from_cross_entropy_to_half_the_absolute_error()
    {
        double[] p = OneRow.Softmax(s_x);
        double absolute = p.Select((share, c) => Math.Abs(share - (c == 1 ? 1 : 0))).Sum();
        Assert.Equal(absolute / 2, OneRow.Value("generalizedCrossEntropy(q=1)", s_x, 1), 1e-13);
        Assert.Equal(-Math.Log(p[1]), OneRow.Value("generalizedCrossEntropy(q=1e-9)", s_x, 1), 1e-7);
        Assert.Equal((1 - Math.Pow(p[1], 0.7)) / 0.7, OneRow.Value("generalizedCrossEntropy", s_x, 1), 1e-13);
    }

    [Fact]
    public void Symmetric_cross_entropy_adds_the_reverse_with_log_0_cut_off()
    {
        double[] p = OneRow.Softmax(s_x);
        double reverse = -p.Select((share, c) => c == 3 ? 0 : share * -4).Sum();
        Assert.Equal(-0.1 * Math.Log(p[3]) + reverse, OneRow.Value("symmetricCrossEntropy", s_x, 3), 1e-13);
    }

    [Fact]
    public void Rarer_classes_have_larger_margins()
    {
        Ldam loss = new(Counts: [16, 1, 81], MaxMargin: 0.5, Scale: 10);
        Assert.All(loss.Margins(3).Zip([0.25, 0.5, 0.5 / 3]), pair => Assert.Equal(pair.Second, pair.First, 1e-14));
        double[] x = [0.3, 0.2, -0.4];
        Assert.Equal(OneRow.Value("crossEntropy", [3, -3, -4], 1), OneRow.Value("ldam(counts=[16, 1, 81], scale=10)", x, 1), 1e-12);
        Assert.Equal([0.5, 0.5], new Ldam().Margins(2));
    }

    [Fact]
    public void Class_balanced_weights_go_from_even_to_inverse_frequency()
    {
        IReadOnlyList<double> weights = new ClassBalanced(Counts: [1, 10, 100], Beta: 0.99).ClassWeights!;
        Assert.Equal(3, weights.Sum(), 1e-13);
        Assert.Equal((1 - Math.Pow(0.99, 100)) / (1 - Math.Pow(0.99, 10)), weights[1] / weights[2], 1e-11);
        IReadOnlyList<double> inverse = new ClassBalanced(Counts: [1, 10, 100], Beta: 1 - 1e-12).ClassWeights!;
        Assert.Equal(10, inverse[0] / inverse[1], 1e-6);
        Assert.Null(new ClassBalanced().ClassWeights);
        Assert.Equal(OneRow.Value("softmaxFocal(gamma=2)", s_x, 1), OneRow.Value("classBalanced(gamma=2)", s_x, 1), 1e-14);
    }

    [Fact]
    public void Adjusted_logits_start_from_the_shares_of_the_classes() =>
        Assert.Equal(-Math.Log(0.3), OneRow.Value("logitAdjustment(counts=[60, 30, 10])", [7, 7, 7], 1), 1e-13);

    [Fact]
    public void Counts_for_another_number_of_classes_are_refused()
    {
        foreach (string loss in (string[])["ldam(counts=[1, 2])", "classBalanced(counts=[1, 2])", "logitAdjustment(counts=[1, 2])"])
        {
            Assert.Contains("2 ", Assert.Throws<ArgumentException>(() => OneRow.Value(loss, [1, 2, 3], 0)).Message, StringComparison.Ordinal);
        }
    }

    [Property]
    public void A_divergence_is_never_negative_and_0_where_both_agree(ulong seed)
    {
        double[] x = OneRow.Normal(seed, 6, 3), q = OneRow.Softmax(OneRow.Normal(seed + 1, 6, 3)), p = OneRow.Softmax(x);
        foreach (string loss in (string[])["klDivergence", "jensenShannon"])
        {
            Assert.True(OneRow.Value(loss, x, q) >= 0);
            LossEvaluation same = OneRow.Evaluate(loss, x, p);
            Assert.Equal(0, same.Value, 1e-14);
            Assert.All(same.Gradients["prediction"].Values.ToArray(), g => Assert.Equal(0, g, 1e-14));
        }

        Assert.True(OneRow.Value("jensenShannon", x, q) <= Math.Log(2));
        Assert.Equal(OneRow.Value("jensenShannon", x, q), OneRow.Value("jensenShannon", [.. q.Select(share => Math.Log(share))], p), 1e-13);
    }

    [Fact]
    public void Divergence_and_cross_entropy_differ_by_the_entropy_of_the_target()
    {
        double[] q = [0.5, 0.2, 0, 0.2, 0.1];
        double entropy = -q.Where(share => share > 0).Sum(share => share * Math.Log(share));
        LossEvaluation kl = OneRow.Evaluate("klDivergence", s_x, q), ce = OneRow.Evaluate("crossEntropy", s_x, q);
        Assert.Equal(ce.Value - entropy, kl.Value, 1e-13);
        Assert.All(ce.Gradients["prediction"].Values.ToArray(), (g, i) => Assert.Equal(g, kl.Gradients["prediction"].Values[i], 1e-13));
    }

    [Fact]
    public void Distributions_that_exclude_each_other_are_log_2_apart()
    {
        Assert.Equal(Math.Log(2), OneRow.Value("jensenShannon", [1000, 0, 0], 1), 1e-13);
        Assert.Equal(1000, OneRow.Value("klDivergence", [1000, 0, 0], [0, 1, 0]), 1e-11);
    }

    [Fact]
    public void A_score_that_is_ahead_by_the_margin_costs_nothing()
    {
        Assert.Equal(0, OneRow.Value("multiMargin", [3, 2, 1.5], 0));
        Assert.Equal((0.5 + 0.2) / 3, OneRow.Value("multiMargin", [3, 2.5, 2.2], 0), 1e-14);
        Assert.Equal((0.25 + 0.04) / 3, OneRow.Value("multiMargin(power=2)", [3, 2.5, 2.2], 0), 1e-14);
        LossInputs two = new(new NumberArray([3, 2.5, 2.2, 0, 0, 0], [2, 3]), new NumberArray(0, 1));
        Assert.Equal((4 * (0.5 + 0.2) / 3 + 0.5 * 2 / 3) / 4.5, LossEvaluation.Of(new MultiMargin(ClassWeights: [4, 0.5, 1]), two).Value, 1e-14);
        Assert.Equal([0.0, 0.0, 0.0], OneRow.Evaluate("multiMargin", [3, 1.9, 1.5], 0).Gradients["prediction"].Values);
    }

    [Theory]
    [InlineData(0.8, 1.2, 5, 3)]
    [InlineData(0.2, 4, 5, 30)]
    [InlineData(0.5, 1.01, 1000, 3)]
    [InlineData(0, 2, 1000, 300)]
    [InlineData(1, 1.5, 10, 1)]
    public void Heavy_tailed_probabilities_add_up_to_1(double t1, double t2, int classes, double spread)
    {
        double[] x = OneRow.Normal(3, classes, spread);
        double[] p = Tempered(x, t2);
        Assert.Equal(1, p.Sum(), 1e-11);
        double Log(double z) => t1 == 1 ? Math.Log(z) : (Math.Pow(z, 1 - t1) - 1) / (1 - t1);
        double expected = -Log(p[1]) - (1 - p.Sum(share => Math.Pow(share, 2 - t1))) / (2 - t1);
        string loss = FormattableString.Invariant($"biTempered(t1={t1}, t2={t2})");
        Assert.Equal(expected, OneRow.Value(loss, x, 1), 1e-11 * Math.Max(1, expected));
    }

    [Fact]
    public void The_biTempered_loss_of_an_outlier_is_bounded()
    {
        Assert.Equal(2, OneRow.Value("biTempered(t1=0.5, t2=1)", [1e4, 0], 1), 1e-11);
        Assert.True(OneRow.Value("biTempered", [1e8, 0], 1) < 1 / (1 - 0.8));
    }

    /// <summary>exp_t(x − λ) with λ found by halving.</summary>
    private static double[] Tempered(double[] x, double t)
    {
        double[] At(double λ) => [.. x.Select(v => Math.Pow(1 + (1 - t) * (v - λ), 1 / (1 - t)))];
        double low = x.Max(), high = low + Math.Pow(x.Length, t - 1) / (t - 1) + 1;
        for (int i = 0; i < 200; i++)
        {
            double middle = (low + high) / 2;
            if (At(middle).Sum() > 1) low = middle;
            else high = middle;
        }

        return At(low);
    }
}
