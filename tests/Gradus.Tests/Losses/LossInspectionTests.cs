using System.Diagnostics;
using Gradus.Losses;

namespace Gradus.Tests.Losses;

public sealed class LossInspectionTests
{
    [Theory]
    [InlineData("mae", "not differentiable at p − y = 0 (slope jumps from −1 to 1)")]
    [InlineData("2*abs(p-y)", "not differentiable at p − y = 0 (slope jumps from −2 to 2)")]
    [InlineData("smoothL1(beta=0)", "not differentiable at p − y = 0 (slope jumps from −1 to 1)")]
    [InlineData("quantile(tau=0.9)", "not differentiable at p − y = 0 (slope jumps from −0.9 to 0.1)")]
    [InlineData("hinge", "not differentiable at p·y = 1 (slope jumps from −1 to 0 for y = 1)")]
    [InlineData("max(p, 2)", "not differentiable at p = 2 (slope jumps from 0 to 1)")]
    [InlineData("max(0, abs(p-y)-0.1)", "not differentiable at p − y = −0.1 (slope jumps from −1 to 0)")]
    [InlineData("abs(p-2*y)", "not differentiable at p/y = 2 (slope jumps from −1 to 1)")]
    [InlineData("abs(p-y)^0.5", "the derivative is not a number at p − y = 0")]
    [InlineData("where(abs(p-y) < 1, (p-y)^2, 3*abs(p-y)-1)", "jumps at p − y = 1 (from 1 to 2)")]
    [InlineData("where(p-y > 0.3, where(p-y < 0.31, 5, 0), 0) + (p-y)^2", "jumps at p − y = 0.3 (from 0.09 to 5.09)")]
    [InlineData("where(p > 1234.5, 7, (p-y)^2)", "jumps at p = 1234.5")]
    [InlineData("(p-y)^3", "unbounded below: it falls without end as p → −∞")]
    [InlineData("y-p", "unbounded below: it falls without end as p → ∞")]
    [InlineData("-log(1+abs(p-y))", "unbounded below: it falls without end")]
    [InlineData("log(p)", "unbounded below: minus infinity at p = 0")]
    [InlineData("where(abs(p-y)<1,(p-y)^2,1)", "flat where it is wrong (slope 0 at errors beyond 1)")]
    [InlineData("where(p-y > 0, min(p-y, 3), (p-y)^2)", "flat where it is wrong (slope 0 above p − y = 3)")]
    [InlineData("where(p-y > 3, (p-y)^2, where(p-y > 1, 9, (p-y)^2))", "flat where it is wrong (slope 0 from p − y = 1 on, up to p = 3 for y = 0)")]
    [InlineData("gemanMcClure", "almost flat where it is wrong (slope below a millionth of an ordinary one at errors beyond")]
    [InlineData("barron(alpha=-2)", "almost flat where it is wrong")]
    [InlineData("tanh(p-y)^2", "almost flat where it is wrong")]
    [InlineData("asymmetric", "almost flat where it is wrong (slope below a millionth of an ordinary one above p = ")]
    [InlineData("(p-y-1)^2", "the minimum is at p − y = 1, not at p = y")]
    [InlineData("(p-2*y)^2", "the minimum is at p/y = 2, not at p = y")]
    [InlineData("(p+y)^2", "the minimum is at p + y = 0, not at p = y")]
    [InlineData("sqrt(p-y)", "not defined below p − y = 0")]
    [InlineData("log(1-p)^2", "not defined above p = 1")]
    [InlineData("1/(p-y)^2", "infinite at p − y = 0")]
    [InlineData("sqrt(-1-p^2)*y", "not defined anywhere")]
    [InlineData("y^2", "does not depend on the prediction")]
    [InlineData("where(p<y, 1, 0)", "has slope 0 wherever it has one, so there is nothing to learn from it")]
    [InlineData("p^2", "does not depend on the target")]
    public void What_is_the_matter_is_said_with_its_place(string loss, string says) => Assert.Contains(Of(loss), text => text.StartsWith(says, StringComparison.Ordinal));

    [Theory]
    [InlineData("mse")]
    [InlineData("huber")]
    [InlineData("huber(delta=5)")]
    [InlineData("smoothL1")]
    [InlineData("logCosh")]
    [InlineData("poissonNll")]
    [InlineData("poissonNll(logInput=false)")]
    [InlineData("tweedie")]
    [InlineData("msle")]
    [InlineData("cauchy")]
    [InlineData("barron")]
    [InlineData("barron(alpha=2)")]
    [InlineData("barron(alpha=0.5)")]
    [InlineData("bce")]
    [InlineData("bceWithLogits")]
    [InlineData("squaredHinge")]
    [InlineData("softMargin")]
    [InlineData("focal")]
    [InlineData("focal(gamma=0.5)")]
    [InlineData("where(abs(p-y) < 1, (p-y)^2, 2*abs(p-y)-1)")]
    [InlineData("abs(p-y)^1.5")]
    [InlineData("exp(p-y) - (p-y)")]
    public void Where_nothing_is_the_matter_nothing_is_said(string loss) => Assert.Empty(Of(loss));

    [Fact]
    public void A_hinge_is_flat_only_where_it_is_right() => Assert.All(
        LossInspection.Of(new Hinge()), warning => Assert.Equal(LossProblem.NotDifferentiable, warning.Problem));

    [Fact]
    public void Every_loss_of_the_catalogue_can_be_used_somewhere() => Assert.All(
        Catalog.Losses.Select(entry => entry.Create()).OfType<IPointwiseLoss>(), loss => Assert.DoesNotContain(LossInspection.Of(loss), warning =>
            warning.Problem is LossProblem.NotDefined or LossProblem.Jump or LossProblem.UnboundedBelow or LossProblem.MinimumElsewhere or LossProblem.WithoutPrediction or LossProblem.WithoutTarget));

    [Fact]
    public void A_formula_of_any_length_is_inspected_in_seconds()
    {
        string longest = string.Join('+', Enumerable.Repeat("exp(-abs(p-y))", 66));
        Stopwatch clock = Stopwatch.StartNew();
        Assert.NotEmpty(Of(longest));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 20);
    }

    private static string[] Of(string loss) => [.. LossInspection.Of((IPointwiseLoss)Notation.ParseLoss(loss)).Select(warning => warning.Text)];
}
