using System.Text.Json;
using Gradus.Losses;
using Gradus.Metadata;
using Gradus.Tests.Shared;

namespace Gradus.Tests.Losses;

public sealed class LossEvaluationTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Golden.Cases("losses.json").Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_and_gradients_are_those_of_the_reference(int index)
    {
        JsonElement c = Golden.Cases("losses.json")[index];
        ILoss loss = (ILoss)Catalog.Find(MethodKind.Loss, c.GetProperty("loss").GetString()!).Create(Golden.Arguments(c.GetProperty("parameters")));
        LossInputs inputs = new();
        foreach (JsonProperty input in c.GetProperty("input").EnumerateObject()) inputs[input.Name] = new(Flat(input.Value), Shape(input.Value));
        LossEvaluation result = LossEvaluation.Of(loss, inputs);
        Assert.True(Golden.Close(c.GetProperty("value").GetDouble(), result.Value, 1e-12, 1e-15));
        double[] gradient = result.Gradients[c.GetProperty("gradientOf").GetString()!].Values.ToArray();
        Assert.All(Flat(c.GetProperty("gradient")).Zip(gradient), pair => Assert.True(Golden.Close(pair.First, pair.Second, 1e-12, 1e-15)));
    }

    [Fact]
    public void A_sum_is_the_mean_times_the_count_and_both_keep_every_value()
    {
        LossInputs inputs = new(new(1, -2, 4), new(0, 0, 1));
        LossEvaluation mean = LossEvaluation.Of(new Mse(), inputs), sum = LossEvaluation.Of(new Mse(), inputs, Reduction.Sum);
        Assert.Equal([1.0, 4.0, 9.0], mean.Values.Values);
        Assert.Equal(mean.Values.Values, sum.Values.Values);
        Assert.Equal(14.0, sum.Value);
        Assert.Equal(3 * mean.Value, sum.Value, 14);
        Assert.Equal([2.0, -4.0, 6.0], sum.Gradients["prediction"].Values);
        Assert.Equal([-2.0, 4.0, -6.0], sum.Gradients["target"].Values);
    }

    [Fact]
    public void The_mean_of_rows_leaves_ignored_ones_out()
    {
        LossEvaluation result = LossEvaluation.Of(new CrossEntropy(), new(new([0, 0, 5, 1], [2, 2]), new(1, -100)));
        Assert.Equal(Math.Log(2), result.Value, 15);
        Assert.Equal(0.0, result.Values.Values[1]);
        Assert.Equal([0.0, 0.0], result.Gradients["prediction"].Values[2..]);
    }

    [Theory]
    [InlineData("mse", 0, 0, "no predictions")]
    [InlineData("mse", 2, 1, "prediction holds 2 numbers, target 1 numbers")]
    [InlineData("crossEntropy", 2, 3, "one class per row")]
    public void Sizes_that_do_not_fit_are_refused(string loss, int predictions, int targets, string says) =>
        Assert.Contains(says, Complaint(loss, new(new NumberArray(new double[predictions]), new NumberArray(new double[targets]))), StringComparison.Ordinal);

    [Fact]
    public void Classes_that_do_not_exist_are_refused()
    {
        NumberArray logits = new([1, 2], [1, 2]);
        Assert.Contains("target class 2", Complaint("crossEntropy", new(logits, new(2))), StringComparison.Ordinal);
        Assert.Contains("target[0] is 0.5", Complaint("crossEntropy", new(logits, new(0.5))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bceWithLogits")]
    [InlineData("focal")]
    [InlineData("hinge")]
    [InlineData("poissonNll")]
    public void Gradients_are_checked_at_the_ends_of_a_range_too(string text)
    {
        ILoss loss = Notation.ParseLoss(text);
        GradientCheck check = GradientCheck.Of(moved => LossEvaluation.Of(loss, moved), new(new(0.3, -1.2, 0.7, 0.4), new(0, 1, 1, 0)));
        Assert.InRange(check.Deviation, 0, 1e-8);
        Assert.Equal(8, check.Checked);
    }

    [Fact]
    public void Inputs_that_are_missing_or_unknown_are_named()
    {
        Assert.Contains("no \"target\"", Complaint("mse", new() { ["prediction"] = new(1) }), StringComparison.Ordinal);
        Assert.Contains("takes no \"targets\"", Complaint("mse", new(new(1), new(1)) { ["targets"] = new(1) }), StringComparison.Ordinal);
    }

    private static string Complaint(string loss, LossInputs inputs) =>
        Assert.Throws<ArgumentException>(() => LossEvaluation.Of(Notation.ParseLoss(loss), inputs)).Message;

    private static double[] Flat(JsonElement json) => json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray().SelectMany(Flat)] : [json.GetDouble()];

    private static int[] Shape(JsonElement json) => json.ValueKind == JsonValueKind.Array ? [json.GetArrayLength(), .. Shape(json[0])] : [];
}
