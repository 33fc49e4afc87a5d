using Gradus.Losses;

namespace Gradus.Tests.Losses;

public class SampleWeightTests
{
    [Fact]
    public void A_weighted_mean_divides_by_the_sum_of_the_weights()
    {
        LossInputs inputs = new(new(1, 2, 3), new(0, 0, 0)) { ["weight"] = new(1, 0, 3) };
        LossEvaluation mean = LossEvaluation.Of(new Mse(), inputs), sum = LossEvaluation.Of(new Mse(), inputs, Reduction.Sum);
        Assert.Equal((1 + 27) / 4.0, mean.Value, 1e-15);
        Assert.Equal(28, sum.Value);
        Assert.Equal([1, 0, 27], LossEvaluation.Of(new Mse(), inputs, Reduction.None).Values.Values.ToArray());
        Assert.Equal([0.5, 0, 4.5], mean.Gradients["prediction"].Values.ToArray());
    }

    [Theory]
    [InlineData("crossEntropy(classWeights=[0, 2, 1])")]
    [InlineData("crossEntropy(classWeights=[0, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1])")]
    [InlineData("multiMargin(classWeights=[0, 2, 1])")]
    [InlineData("nll(classWeights=[0, 2, 1])")]
    public void Where_no_row_counts_the_mean_is_no_number_but_pulls_nowhere(string text)
    {
        ILoss loss = Notation.ParseLoss(text);
        int classes = (loss as ISoftmaxLoss)?.ClassWeights?.Count ?? 3;
        double[] row = [.. Enumerable.Range(0, classes).Select(i => Math.Sin(i))];
        for (int rows = 1; rows < 20; rows += 9)
        {
            double[] all = [.. Enumerable.Repeat(row, rows).SelectMany(x => x)];
            all[0] = double.NaN;
            LossEvaluation nothing = LossEvaluation.Of(loss, new(new NumberArray(all, [rows, classes]), new NumberArray(new double[rows])));
            Assert.Equal(double.NaN, nothing.Value);
            Assert.All(nothing.Gradients["prediction"].Values.ToArray(), slope => Assert.Equal(0, slope));
        }
    }

    [Fact]
    public void A_label_or_mark_of_weight_zero_may_be_anything()
    {
        LossInputs proxies = new() { ["embedding"] = new([1, 0, 1, 1], [2, 2]), ["label"] = new(-1, 1), ["proxy"] = new([1, 0, 0, 1], [2, 2]), ["weight"] = new(0, 1) };
        LossInputs one = new() { ["embedding"] = new([1, 1], [1, 2]), ["label"] = new(1.0), ["proxy"] = proxies["proxy"] };
        Assert.Equal(LossEvaluation.Of(new ArcFace(), one).Value, LossEvaluation.Of(new ArcFace(), proxies).Value, 1e-14);
        LossInputs pairs = new() { ["left"] = new([1, 0, 1, 1], [2, 2]), ["right"] = new([0, 0, 1, 2], [2, 2]), ["similar"] = new(7, 1), ["weight"] = new(0, 1) };
        Assert.Equal(0.5, LossEvaluation.Of(new Contrastive(), pairs).Value, 1e-15);
    }

    [Fact]
    public void Rows_have_a_weight_each()
    {
        LossInputs inputs = new(new NumberArray([1, 0, 0, 2, 3, 0], [3, 2]), new NumberArray(0, 1, 1)) { ["weight"] = new(1, 3, 0) };
        double[] rows = [Math.Log(1 + Math.Exp(-1)), Math.Log(1 + Math.Exp(-2))];
        Assert.Equal((rows[0] + 3 * rows[1]) / 4, LossEvaluation.Of(new CrossEntropy(), inputs).Value, 1e-14);
        inputs["weight"] = new NumberArray([1, 1, 1, 1, 1, 1], [3, 2]);
        Assert.Equal(
            "prediction holds 3×2 numbers, weight 3×2 numbers; crossEntropy needs one weight for each row of predictions.",
            Assert.Throws<ArgumentException>(() => LossEvaluation.Of(new CrossEntropy(), inputs)).Message);
    }
}
