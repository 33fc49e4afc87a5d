using System.Text.Json;
using Gradus.Losses;
using Gradus.Metadata;
using Gradus.Tests.Shared;

namespace Gradus.Tests.Losses;

public sealed class LossEvaluationTests
{
    public static TheoryData<int> Known => [.. Golden.Cases("losses.json").Index()
        .Where(c => Catalog.TryFind(MethodKind.Loss, c.Item.GetProperty("loss").GetString()!, out _)).Select(c => c.Index)];

    [Theory]
    [MemberData(nameof(Known))]
    public void Values_and_gradients_are_those_of_the_reference(int index)
    {
        JsonElement c = Golden.Cases("losses.json")[index], input = c.GetProperty("input");
        IMethod loss = Catalog.Find(MethodKind.Loss, c.GetProperty("loss").GetString()!).Create(Golden.Arguments(c.GetProperty("parameters")));
        double[] prediction = Flat(input.GetProperty("prediction")), target = Flat(input.GetProperty("target"));
        LossEvaluation result = loss switch
        {
            IPointwiseLoss pointwise => LossEvaluation.OfPairs(pointwise, prediction, target),
            ISoftmaxLoss softmax when target.Length == prediction.Length => LossEvaluation.OfRows(softmax, prediction, Classes(input), target),
            ISoftmaxLoss softmax => LossEvaluation.OfRows(softmax, prediction, Classes(input), [.. target.Select(y => (long)y)]),
            _ => throw new NotSupportedException(),
        };
        Assert.True(Golden.Close(c.GetProperty("value").GetDouble(), result.Value, 1e-12, 1e-15));
        Assert.All(Flat(c.GetProperty("gradient")).Zip(result.PredictionGradient), pair => Assert.True(Golden.Close(pair.First, pair.Second, 1e-12, 1e-15)));
    }

    [Fact]
    public void A_sum_is_the_mean_times_the_count_and_both_keep_every_value()
    {
        double[] prediction = [1, -2, 4], target = [0, 0, 1];
        LossEvaluation mean = LossEvaluation.OfPairs(new Mse(), prediction, target), sum = LossEvaluation.OfPairs(new Mse(), prediction, target, Reduction.Sum);
        Assert.Equal([1.0, 4.0, 9.0], mean.Values);
        Assert.Equal(mean.Values, sum.Values);
        Assert.Equal(14.0, sum.Value);
        Assert.Equal(3 * mean.Value, sum.Value, 14);
        Assert.Equal([2.0, -4.0, 6.0], sum.PredictionGradient);
        Assert.Equal([-2.0, 4.0, -6.0], sum.TargetGradient);
    }

    [Fact]
    public void The_mean_of_rows_leaves_ignored_ones_out()
    {
        LossEvaluation result = LossEvaluation.OfRows(new CrossEntropy(), [0, 0, 5, 1], 2, (long[])[1, -100]);
        Assert.Equal(Math.Log(2), result.Value, 15);
        Assert.Equal(0.0, result.Values[1]);
        Assert.Equal([0.0, 0.0], result.PredictionGradient.Skip(2));
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => LossEvaluation.OfPairs(new Mse(), [], []));
        Assert.Contains("2 predictions but 1 targets", Assert.Throws<ArgumentException>(() => LossEvaluation.OfPairs(new Mse(), [1, 2], [0])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => LossEvaluation.OfRows(new CrossEntropy(), [1, 2, 3], 2, (long[])[0]));
        Assert.Throws<ArgumentException>(() => LossEvaluation.OfRows(new CrossEntropy(), [1, 2], 2, (long[])[0, 1]));
        Assert.Throws<ArgumentException>(() => LossEvaluation.OfRows(new CrossEntropy(), [1, 2], 2, (double[])[1]));
        Assert.Contains("target class 2", Assert.Throws<ArgumentException>(() => LossEvaluation.OfRows(new CrossEntropy(), [1, 2], 2, (long[])[2])).Message, StringComparison.Ordinal);
    }

    private static int Classes(JsonElement input) => input.GetProperty("prediction")[0].GetArrayLength();

    private static double[] Flat(JsonElement json) => json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray().SelectMany(Flat)] : [json.GetDouble()];
}
