using System.Numerics;
using Gradus.Algebra;
using Gradus.Losses;

namespace Gradus.Tests.Losses;

/// <summary>Values that the lecture, the papers or calculus give.</summary>
public sealed class KnownValueTests
{
    private static readonly double[] s_scores = [1e4, -1e4, 60, -60, 3.5, -3.5, 1e-3, 0];

    [Theory]
    [InlineData("mse", 83.6)]
    [InlineData("mae", 5.6)]
    [InlineData("huber(delta=5)", 19.3)]
    [InlineData("huber", 5.1)]
    [InlineData("smoothL1", 5.1)]
    [InlineData("smoothL1(beta=5)", 19.3 / 5)]
    [InlineData("quantile", 5.6 / 2)]
    [InlineData("quantile(tau=0.9)", (0.1 * 7 + 0.9 * 21) / 5)]
    public void The_five_errors_of_the_lecture(string loss, double value) =>
        Assert.Equal(value, LossEvaluation.Of(Notation.ParseLoss(loss), new(new(2, 3, -1, 2, -20), new(0, 0, 0, 0, 0))).Value, 1e-13);

    [Theory]
    [InlineData(0.95, 0.051293294387550481)]
    [InlineData(0.2, 1.6094379124341003)]
    public void The_probabilities_of_the_lecture(double p, double value)
    {
        Assert.Equal(value, At("bce", p, 1), 1e-15);
        Assert.Equal(value, At("bce", 1 - p, 0), 1e-15);
        Assert.Equal(value, At("bceWithLogits", Math.Log(p / (1 - p)), 1), 1e-15);
        Assert.Equal(value, At("softMargin", -Math.Log(p / (1 - p)), -1), 1e-15);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(0.3, 1e-3)]
    [InlineData(0.3, 0.7)]
    [InlineData(5, 40)]
    public void Barrons_loss_passes_through_its_limits(double c, double r)
    {
        double z = r / c * (r / c);
        Near(z / 2, 2, 1e-13);
        Near(z / 2, 2 - 1e-13, 1e-10);
        Near(z / 2, 2 + 1e-13, 1e-10);
        Near(z / (Math.Sqrt(z + 1) + 1), 1, 1e-12);
        Near(z / (Math.Sqrt(z + 1) + 1), 1 + 1e-12, 1e-9);
        Near(Log1p(z / 2), 0, 1e-14);
        Near(Log1p(z / 2), 1e-14, 1e-12);
        Near(Log1p(z / 2), -1e-14, 1e-12);
        Near(Log1p(z / 2), 1e-200, 1e-14);
        Near(2 * z / (z + 4), -2, 1e-13);
        Near(-Expm1(-z / 2), -1e16, 1e-13);
        Near(-Expm1(-z / 2), -1e12, 1e-9);
        Near(-Expm1(-z / 2), -1e300, 1e-13);

        void Near(double expected, double alpha, double relative)
        {
            Barron loss = new(alpha, c);
            Assert.Equal(expected, loss.At<Scalar<double>>(new(r), new(0)).Value, relative * Math.Max(expected, 1e-12) + 1e-12 * expected);
            double single = loss.At<Scalar<float>>(new((float)r), new(0)).Value;
            Assert.Equal(expected, single, 2e-5 * expected);
        }
    }

    [Fact]
    public void Cauchy_and_Geman_McClure_are_members_of_Barrons_family()
    {
        foreach (double r in (double[])[0, 0.01, -0.5, 3, -40])
        {
            Assert.Equal(At("cauchy(scale=0.7)", r, 0), At("barron(alpha=0, scale=0.7)", r, 0), 1e-14);
            Assert.Equal(At("gemanMcClure(scale=0.7)", r, 0), At("barron(alpha=-2, scale=0.7)", r, 0), 1e-13);
        }
    }

    [Fact]
    public void Barrons_slope_is_that_of_the_paper()
    {
        foreach (double alpha in (double[])[2.5, 2, 1.9, 1, 0.5, 1e-9, 0, -1e-9, -2, -7.3, -1e20])
        {
            foreach (double r in (double[])[1e-4, 0.3, -2, 50])
            {
                double b = Math.Abs(alpha - 2);
                double expected = alpha == 2 ? r : alpha < -1e15 ? r * Math.Exp(-r * r / 2) : r * Math.Pow(r * r / b + 1, alpha / 2 - 1);
                Assert.Equal(expected, Slope(new Barron(alpha), r, 0), 1e-13 * Math.Abs(expected));
            }
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.0)]
    [InlineData(2.0)]
    [InlineData(0.0)]
    [InlineData(3.7)]
    public void Focal_has_the_gradient_of_the_paper_at_any_logit(double gamma)
    {
        // The paper's appendix A: dFL/dx = y (1 − p_t)^γ (γ p_t log p_t + p_t − 1), here with y = ±1 and α_t = ½.
        Focal loss = new(gamma, 0.5);
        foreach (double x in (double[])[-60, -5, -0.4, 0, 0.3, 2, 7, 60, 300])
        {
            foreach (double sign in (double[])[1, -1])
            {
                double score = sign * x, log = -Math.Max(-score, 0) - Log1p(Math.Exp(-Math.Abs(score)));
                double wrong = Math.Exp(score < 0 ? -Log1p(Math.Exp(score)) : -score - Log1p(Math.Exp(-score)));
                double right = Math.Exp(log);
                double expected = 0.5 * sign * Math.Pow(wrong, gamma) * (gamma * right * log - wrong);
                double target = sign > 0 ? 1 : 0;
                Assert.Equal(expected, Slope(loss, x, target), 1e-12 * Math.Abs(expected) + 1e-40);
                Assert.Equal(-0.5 * Math.Pow(wrong, gamma) * log, loss.At<Scalar<double>>(new(x), new(target)).Value, 1e-12 * Math.Abs(log) + 1e-40);
            }
        }
    }

    [Fact]
    public void Focal_without_focus_is_half_of_cross_entropy_for_soft_targets_too()
    {
        foreach (double x in s_scores)
        {
            foreach (double y in (double[])[0, 0.3, 1]) Assert.Equal(At("bceWithLogits", x, y) / 2, At("focal(gamma=0, alpha=0.5)", x, y), 1e-12);
        }
    }

    [Fact]
    public void The_asymmetric_loss_is_the_authors_formula()
    {
        foreach (double x in (double[])[-4, -1, 0, 0.5, 3])
        {
            double p = 1 / (1 + Math.Exp(-x)), shifted = Math.Max(p - 0.05, 0);
            Assert.Equal(-Math.Pow(1 - p, 1) * Math.Log(p), At("asymmetric(gammaPositive=1)", x, 1), 1e-14);
            Assert.Equal(-Math.Pow(shifted, 4) * Math.Log(1 - shifted), At("asymmetric", x, 0), 1e-14);
            Assert.Equal(At("bceWithLogits", x, 0.3), At("asymmetric(gammaNegative=0, clip=0)", x, 0.3), 1e-14);
            Assert.Equal(4 * At("focal(gamma=2)", x, 1), At("asymmetric(gammaPositive=2, gammaNegative=2, clip=0)", x, 1), 1e-14);
        }

        Assert.Equal(0, At("asymmetric", Math.Log(0.04 / 0.96), 0));
    }

    [Fact]
    public void Likelihoods_are_those_of_their_distributions()
    {
        Assert.Equal(2.5 - 3 * Math.Log(2.5), At("poissonNll(logInput=false)", 2.5, 3), 1e-7);
        Assert.Equal(At("poissonNll(logInput=false, eps=1e-300)", 2.5, 3), At("poissonNll", Math.Log(2.5), 3), 1e-14);
        Assert.Equal(Math.Log(3 * 2), At("poissonNll(full=true)", 0.4, 3) - At("poissonNll", 0.4, 3), 0.03);
        Assert.Equal(0, At("poissonNll(full=true)", 0.4, 1) - At("poissonNll", 0.4, 1));
        Assert.Equal(0, Slope(new Tweedie(1.3), 2.5, 2.5), 1e-14);
        Assert.Equal(Math.Pow(2.5, -1.3) * (4 - 2.5) * -1, Slope(new Tweedie(1.3), 2.5, 4), 1e-14);
        NumberArray one = new(1);
        LossInputs inputs = new(new(1.5), one) { ["variance"] = new(4) };
        Assert.Equal(0.5 * Math.Log(2 * Math.PI * 4) + 0.25 / 8, LossEvaluation.Of(new GaussianNll(Full: true), inputs).Value, 1e-15);
        Assert.Equal(Math.Log(2 * Math.Sqrt(2)) + 0.5 / Math.Sqrt(2), LossEvaluation.Of(new LaplaceNll(), inputs).Value, 1e-15);
    }

    [Fact]
    public void Students_density_of_four_degrees_is_three_eighths_of_a_power_and_of_many_that_of_the_normal()
    {
        foreach ((double r, double s) in ((double, double)[])[(0, 1), (2, 3), (-5, 0.2)])
        {
            // f(x) = ⅜ (1 + x²/4)^(−5/2) with x = r/√(s/2), as the variance of x is 2.
            double density = 0.375 * Math.Pow(1 + r * r / (2 * s), -2.5) / Math.Sqrt(s / 2);
            LossInputs inputs = new(new(r), new(0.0)) { ["variance"] = new(s) };
            Assert.Equal(-Math.Log(density), LossEvaluation.Of(new StudentTNll(), inputs).Value - Math.Log(0.375 * Math.Sqrt(2)), 1e-14);
            Assert.Equal(LossEvaluation.Of(new GaussianNll(), inputs).Value, LossEvaluation.Of(new StudentTNll(1e8), inputs).Value, 1e-4);
        }
    }

    [Fact]
    public void Distances_of_similar_pairs_are_their_loss_and_those_of_dissimilar_ones_what_they_lack_to_the_margin()
    {
        Assert.Equal(0.4, At("hingeEmbedding", 0.4, 1), 1e-15);
        Assert.Equal(0.6, At("hingeEmbedding", 0.4, -1), 1e-15);
        Assert.Equal(0, At("hingeEmbedding", 1.5, -1));
        Assert.Equal(1.6, At("hingeEmbedding(margin=2)", 0.4, -1), 1e-15);
    }

    [Fact]
    public void Shares_and_logarithms()
    {
        Assert.Equal(0.25, At("mape", 5, 4));
        Assert.Equal(0.25, At("mape", -5, -4));
        Assert.Equal(50, At("mape(eps=0.1)", 5, 0));
        Assert.Equal(Math.Pow(Math.Log(3), 2), At("msle", 2, 0), 1e-15);
        Assert.Equal(Math.Log(Math.Cosh(0.7)), At("logCosh", 1.7, 1), 1e-15);
        Assert.Equal(Math.Tanh(0.7), Slope(new LogCosh(), 1.7, 1), 1e-15);
    }

    [Fact]
    public void A_certain_mistake_is_dear_but_finite()
    {
        Assert.Equal(37 * Math.Log(10), At("bce", 0, 1), 1e-12);
        Assert.Equal(37 * Math.Log(10), At("bce", 1, 0), 1e-12);
        Assert.Equal((0.0, 0.0), (At("bce", 0, 0), At("bce", 1, 1)));
        Assert.True(Slope(new Bce(), 0, 1) < -1e36);
        Assert.Equal(1, Slope(new Bce(), 0, 0), 1e-15);
    }

    public static TheoryData<string> Bounded =>
    [
        "logCosh", "huber", "smoothL1", "quantile", "cauchy", "gemanMcClure", "barron", "barron(alpha=0)", "barron(alpha=-2)", "barron(alpha=1.5)", "barron(alpha=-1e20)",
        "bceWithLogits", "hinge", "squaredHinge", "softMargin", "focal", "focal(gamma=0)", "focal(gamma=0.5)", "focal(gamma=5)",
        "asymmetric", "asymmetric(clip=0)", "asymmetric(gammaNegative=0.5)", "asymmetric(gammaPositive=0.5, gammaNegative=0.5, clip=0)",
    ];

    [Theory]
    [MemberData(nameof(Bounded))]
    public void Nothing_overflows_for_predictions_of_ten_thousand_in_either_precision(string text)
    {
        IPointwiseLoss loss = (IPointwiseLoss)Notation.ParseLoss(text);
        foreach (double x in s_scores)
        {
            foreach (double y in (double[])[0, 0.3, 1, loss.TargetRange.Min < 0 ? -1 : 0.9])
            {
                (double value, double slope, double targetSlope) = All<double>(x, y);
                (double single, double singleSlope, double singleTargetSlope) = All<float>(x, y);
                Assert.True(double.IsFinite(value) && double.IsFinite(slope) && double.IsFinite(targetSlope), $"double at {x}, {y}: {value}, {slope}, {targetSlope}");
                Assert.True(double.IsFinite(single) && double.IsFinite(singleSlope) && double.IsFinite(singleTargetSlope), $"float at {x}, {y}: {single}, {singleSlope}, {singleTargetSlope}");
                Assert.Equal(value, single, 1e-5 * Math.Max(1, Math.Abs(value)));
                Assert.Equal(slope, singleSlope, 1e-5 * Math.Max(1, Math.Abs(slope)));
            }
        }

        (double, double, double) All<E>(double x, double y) where E : unmanaged, IBinaryFloatingPointIeee754<E>
        {
            Scalar<E> ŷ = Scalar<E>.Constant(x), t = Scalar<E>.Constant(y);
            Dual<Scalar<E>> both = loss.At(Dual<Scalar<E>>.Variable(ŷ), Dual<Scalar<E>>.Fixed(t));
            return (double.CreateTruncating(both.Value.Value), double.CreateTruncating(both.Slope.Value),
                double.CreateTruncating(loss.At(Dual<Scalar<E>>.Fixed(ŷ), Dual<Scalar<E>>.Variable(t)).Slope.Value));
        }
    }

    [Fact]
    public void What_is_not_a_number_stays_so() => Assert.All(
        Catalog.Losses.Select(entry => entry.Create()).OfType<IPointwiseLoss>(),
        loss =>
        {
            Dual<Scalar<double>> both = loss.At(Dual<Scalar<double>>.Variable(new(double.NaN)), Dual<Scalar<double>>.Fixed(new(1)));
            Assert.True(double.IsNaN(both.Value.Value), Catalog.NameOf(loss));
        });

    [Fact]
    public void Where_the_slopes_on_both_sides_agree_the_slope_between_is_the_same() => Assert.All(
        Catalog.Losses.Select(entry => entry.Create()).OfType<IPointwiseLoss>(),
        loss =>
        {
            foreach (double y in ((double[])[-1, 0, 0.5, 1, 2]).Where(loss.TargetRange.Contains))
            {
                foreach (double p in ((double[])[-2, -1, 0, 0.5, 1, 2]).Where(p => loss.PredictionRange.Contains(p - 1e-8) && loss.PredictionRange.Contains(p + 1e-8)))
                {
                    double before = Slope(loss, p - 1e-8, y), after = Slope(loss, p + 1e-8, y);
                    if (Math.Abs(before - after) < 1e-6) Assert.Equal(before, Slope(loss, p, y), 1e-6);
                }
            }
        });

    // .NET's own LogP1 and ExpM1 lose the digits of small arguments.
    private static double Log1p(double x) => Math.Abs(x) < 1e-4 ? x - x * x / 2 + x * x * x / 3 - x * x * x * x / 4 : Math.Log(1 + x);

    private static double Expm1(double x) => Math.Abs(x) < 1e-4 ? x + x * x / 2 + x * x * x / 6 + x * x * x * x / 24 : Math.Exp(x) - 1;

    private static double At(string loss, double p, double y) =>
        ((IPointwiseLoss)Notation.ParseLoss(loss)).At<Scalar<double>>(new(p), new(y)).Value;

    private static double Slope(IPointwiseLoss loss, double p, double y) =>
        loss.At(Dual<Scalar<double>>.Variable(new(p)), Dual<Scalar<double>>.Fixed(new(y))).Slope.Value;
}
