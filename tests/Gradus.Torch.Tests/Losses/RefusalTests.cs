using Gradus.Losses;
using Gradus.Torch.Losses;
using static TorchSharp.torch;

namespace Gradus.Torch.Tests.Losses;

/// <summary>What does not fit is refused in a sentence that says what was given, what was expected and what to do.</summary>
public class RefusalTests
{
    private static readonly TorchLoss s_mse = new(new Mse()), s_crossEntropy = new(new CrossEntropy());

    [Fact]
    public void Shapes_that_differ() => Says(
        "Predictions of shape [3, 1] meet targets of shape [3]; mse needs one target for each prediction: reshape one of them.",
        () => s_mse.forward(zeros(3, 1), zeros(3)));

    [Fact]
    public void Predictions_that_are_whole_numbers() => Says(
        "Predictions of type Int64 were given; a loss needs floating-point predictions: convert them with .to(float32).",
        () => s_mse.forward(zeros(3, dtype: ScalarType.Int64), zeros(3)));

    [Fact]
    public void Logits_of_one_dimension() => Says(
        "Logits of shape [3] were given; crossEntropy needs (rows, classes): add a dimension with unsqueeze(0).",
        () => s_crossEntropy.forward(zeros(3), zeros(3, dtype: ScalarType.Int64)));

    [Fact]
    public void Classes_of_another_shape() => Says(
        "Logits of shape [4, 3] meet class targets of shape [4, 1]; crossEntropy needs int64 classes of shape [4] or a distribution over classes of shape [4, 3].",
        () => s_crossEntropy.forward(zeros(4, 3), zeros(4, 1, dtype: ScalarType.Int64)));

    [Fact]
    public void Classes_given_as_floats() => Says(
        "Logits of shape [4, 3] meet distribution targets of shape [4]; crossEntropy needs int64 classes of shape [4] or a distribution over classes of shape [4, 3].",
        () => s_crossEntropy.forward(zeros(4, 3), zeros(4)));

    [Theory]
    [InlineData("crossEntropy", 3, false)]
    [InlineData("crossEntropy", -1, false)]
    [InlineData("crossEntropy", 3, true)]
    [InlineData("multiMargin", 3, false)]
    [InlineData("multiMargin", -1, true)]
    public void A_class_out_of_range(string loss, long label, bool script) => Says(
        $"Row 2 has target class {label}, but the predictions have 3 classes (0 to 2); correct the label, or mark rows to skip with -100.",
        () => new TorchLoss(Notation.ParseLoss(loss)) { Script = script }.forward(zeros(4, 3), tensor(new[] { 0, 1, label, 2 })));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_wrong_number_of_class_weights(bool script) => Says(
        "2 class weights were given for predictions of 3 classes; give one weight for each class.",
        () => new TorchLoss(new CrossEntropy(ClassWeights: [1, 2])) { Script = script }.forward(zeros(4, 3), zeros(4, dtype: ScalarType.Int64)));

    [Fact]
    public void A_distribution_that_wants_a_gradient()
    {
        using IDisposable scope = NewDisposeScope();
        Tensor y = full([2, 3], 1 / 3.0).requires_grad_();
        Says(
            "The target distribution wants a gradient, which crossEntropy does not give: detach() it.",
            () => s_crossEntropy.forward(zeros(2, 3), y));
        using (no_grad()) Assert.Equal(Math.Log(3), s_crossEntropy.forward(zeros(2, 3), y).item<float>(), 1e-6);
    }

    [Fact]
    public void A_parameter_out_of_range()
    {
        Assert.StartsWith("huber: delta = 0, but it must be > 0", Assert.Throws<ArgumentOutOfRangeException>(() => new TorchLoss(new Huber(0))).Message, StringComparison.Ordinal);
        Assert.StartsWith("crossEntropy: labelSmoothing = 1", Assert.Throws<ArgumentOutOfRangeException>(() => new TorchLoss(new CrossEntropy(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_of_an_unknown_kind() => Says(
        "Odd is no IPointwiseLoss, ISoftmaxLoss or IRowLoss; implement one of them. (Parameter 'loss')", () => new TorchLoss(new Odd()));

    [Fact]
    public void Nothing()
    {
        Assert.Throws<ArgumentNullException>(() => new TorchLoss(null!));
        Assert.Throws<ArgumentNullException>(() => s_mse.forward(null!, zeros(1)));
        Assert.Throws<ArgumentNullException>(() => s_mse.forward(zeros(1), null!));
    }

    private static void Says(string sentence, Func<object> act)
    {
        using IDisposable scope = NewDisposeScope();
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(act).Message);
    }

    private sealed record Odd : ILoss;

    [Theory]
    [InlineData("gaussianNll", "TorchVarianceLoss")]
    [InlineData("triplet", "TorchMetricLoss")]
    [InlineData("supCon", "TorchMetricLoss")]
    public void A_loss_of_other_inputs_is_sent_to_its_module(string loss, string module) =>
        Assert.Contains(module, Assert.Throws<ArgumentException>(() => new TorchLoss(Notation.ParseLoss(loss))).Message, StringComparison.Ordinal);
}
