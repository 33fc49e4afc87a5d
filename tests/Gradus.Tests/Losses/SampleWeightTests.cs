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
