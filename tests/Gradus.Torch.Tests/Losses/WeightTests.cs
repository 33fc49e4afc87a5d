using Gradus.Algebra;
using Gradus.Losses;
using Gradus.Metadata;
using Gradus.Torch.Losses;
using static TorchSharp.torch;

namespace Gradus.Torch.Tests.Losses;

/// <summary>Sample weights, empty batches and numbers out of range, on the CPU and on what other devices run.</summary>
public class WeightTests
{
    [Theory]
    [InlineData(false, Reduction.Mean)]
    [InlineData(false, Reduction.Sum)]
    [InlineData(false, Reduction.None)]
    [InlineData(true, Reduction.Mean)]
    [InlineData(true, Reduction.Sum)]
    [InlineData(true, Reduction.None)]
    public void Weighted_pairs_are_the_composition_of_unweighted_ones(bool script, Reduction reduction)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor x = Samples.Predictions([7, 5], ScalarType.Float64), y = Samples.Targets([7, 5], ScalarType.Float64), w = Samples.Predictions([7, 5], ScalarType.Float64, 4).abs();
        w[2, 3] = tensor(0.0);
        TorchLoss loss = new(new BceWithLogits(2), reduction) { Script = script };
        (Tensor value, Tensor gradient) = Samples.Run(p => loss.forward(p, y, w), x);
        (Tensor value2, Tensor gradient2) = Samples.Run(p => Reduced(new TorchLoss(new BceWithLogits(2), Reduction.None).forward(p, y) * w, w, reduction), x);
        Near.Equal(value2, value, 1e-13);
        Near.Equal(gradient2, gradient, 1e-13);
        Near.Equal(value2, loss.forward(x, y, w), 1e-13);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Weighted_rows_are_the_composition_of_unweighted_ones(bool script)
    {
        using IDisposable scope = NewDisposeScope();
        foreach (Reduction reduction in Enum.GetValues<Reduction>())
        {
            foreach (bool spread in (bool[])[false, true])
            {
                Tensor x = Samples.Predictions([7, 5, 2], ScalarType.Float64), w = Samples.Predictions([7, 2], ScalarType.Float64, 4).abs();
                Tensor y = spread ? nn.functional.softmax(Samples.Predictions([7, 5, 2], ScalarType.Float64, 3), 1) : Samples.Classes(5, 7, 2);
                TorchLoss loss = new(new CrossEntropy(0.1), reduction) { Script = script };
                (Tensor value, Tensor gradient) = Samples.Run(p => loss.forward(p, y, w), x);
                (Tensor value2, Tensor gradient2) = Samples.Run(p => Reduced(new TorchLoss(new CrossEntropy(0.1), Reduction.None).forward(p, y) * w, w, reduction), x);
                Near.Equal(value2, value, 1e-13);
                Near.Equal(gradient2, gradient, 1e-13);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_sample_of_weight_zero_is_left_out_whatever_it_holds(bool script)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor w = tensor(new[] { 1f, 0f, 1f }), y = tensor(new[] { 0f, float.NaN, 1f });
        TorchLoss mse = new(new Mse()) { Script = script }, shares = new(new Shares()) { Script = script }, rows = new(new CrossEntropy()) { Script = script };
        (Tensor value, Tensor gradient) = Samples.Run(p => mse.forward(p, y, w), tensor(new[] { 2f, float.PositiveInfinity, 1f }));
        Assert.Equal(2, value.item<float>());
        Assert.Equal([2, 0, 0], gradient.Numbers());
        Assert.Equal(0.5f, shares.forward(tensor(new[] { 1f, 7f, 0f }), tensor(new[] { 0f, 7f, 0f }), w).item<float>());
        Tensor x = tensor(new[,] { { 0f, 0f }, { float.NaN, 1f }, { 0f, 0f } });
        (value, gradient) = Samples.Run(p => rows.forward(p, tensor(new long[] { 0, 1, 1 }), w), x);
        Assert.Equal(Math.Log(2), value.item<float>(), 1e-6);
        Assert.Equal([-0.25, 0.25, 0, 0, 0.25, -0.25], gradient.Numbers().Select(slope => Math.Round(slope, 6)));
    }

    [Theory]
    [InlineData("crossEntropy", false)]
    [InlineData("crossEntropy", true)]
    [InlineData("crossEntropy(classWeights=[1, 2, 3])", false)]
    [InlineData("crossEntropy(labelSmoothing=0.1)", false)]
    [InlineData("ldam(counts=[5, 3, 1])", false)]
    [InlineData("multiMargin", false)]
    [InlineData("multiMargin", true)]
    public void A_row_of_weight_zero_may_have_a_class_that_does_not_exist(string text, bool script)
    {
        using IDisposable scope = NewDisposeScope();
        TorchLoss loss = new(Notation.ParseLoss(text)) { Script = script };
        Tensor x = Samples.Predictions([40, 3], ScalarType.Float32), y = Samples.Classes(3, 40), w = ones(40);
        w[5] = tensor(0f);
        (Tensor value, Tensor gradient) = Samples.Run(p => loss.forward(p, y, w), x);
        y = y.clone();
        y[5] = tensor(long.MaxValue);
        (Tensor value2, Tensor gradient2) = Samples.Run(p => loss.forward(p, y, w), x);
        Near.Equal(value, value2, 0);
        Near.Equal(gradient, gradient2, 0);
    }

    [Theory]
    [InlineData("dice", false)]
    [InlineData("dice", true)]
    [InlineData("jaccard", false)]
    [InlineData("lovasz", false)]
    public void A_mask_of_weight_zero_may_hold_anything(string text, bool script)
    {
        using IDisposable scope = NewDisposeScope();
        TorchLoss loss = new(Notation.ParseLoss(text)) { Script = script };
        Tensor x = Samples.Predictions([4, 6], ScalarType.Float64).sigmoid(), y = Samples.Targets([4, 6], ScalarType.Float64), w = tensor([1.0, 0, 2, 1]);
        (Tensor value, Tensor gradient) = Samples.Run(p => loss.forward(p, y, w), x);
        (x, y) = (x.clone(), y.clone());
        x[1] = tensor(-7.0);
        x[1, 2] = tensor(double.NaN);
        y[1] = tensor(7.0);
        (Tensor value2, Tensor gradient2) = Samples.Run(p => loss.forward(p, y, w), x);
        Near.Equal(value, value2, 1e-15);
        Near.Equal(gradient, gradient2, 1e-15);
        Assert.Contains("needs targets in [0, 1]", Assert.Throws<ArgumentException>(() => loss.forward(x, y)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_mean_of_nothing_is_NaN_and_its_sum_zero(bool script)
    {
        using IDisposable scope = NewDisposeScope();
        foreach (Reduction reduction in (Reduction[])[Reduction.Mean, Reduction.Sum])
        {
            double expected = reduction == Reduction.Mean ? double.NaN : 0;
            (Tensor value, Tensor gradient) = Samples.Run(p => new TorchLoss(new Huber(), reduction) { Script = script }.forward(p, zeros(0)), zeros(0));
            Assert.Equal(expected, value.item<float>());
            Assert.Equal([0L], gradient.shape);
            (value, gradient) = Samples.Run(p => new TorchLoss(new CrossEntropy(), reduction) { Script = script }.forward(p, zeros(0, dtype: ScalarType.Int64)), zeros(0, 5));
            Assert.Equal(expected, value.item<float>());
            Assert.Equal([0L, 5L], gradient.shape);
            Assert.Equal(expected, new TorchLoss(new Mse(), reduction) { Script = script }.forward(ones(3), zeros(3), zeros(3)).item<float>());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_first_number_out_of_range_is_named(bool script)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor y = zeros(5, 5);
        y[3, 2] = tensor(1.3f);
        y[4, 4] = tensor(-1f);
        TorchLoss loss = new(new Shares()) { Script = script };
        Says("target 17 is 1.3, but shares needs targets in [0, 1]; correct it, or give it weight 0 to leave it out.", () => loss.forward(zeros(5, 5), y));
        Says("prediction 17 is -1.3, but shares needs predictions ≥ 0; correct it, or give it weight 0 to leave it out.", () => loss.forward(-y, zeros(5, 5)));
        Assert.True(float.IsNaN(loss.forward(tensor(new[] { float.NaN }), zeros(1)).item<float>()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_negative_weight_is_refused_in_a_mean_and_taken_in_a_sum(bool script)
    {
        const string Sentence = "weight 2 is -0.5, but a mean divides by the sum of the weights, so each must be ≥ 0; correct it, or take the sum.";
        Tensor w = tensor(new[] { 1f, 1f, -0.5f }), classes = tensor(new long[] { 0, 1, 1 });
        Says(Sentence, () => new TorchLoss(new Mse()) { Script = script }.forward(zeros(3), ones(3), w));
        Says(Sentence, () => new TorchLoss(new CrossEntropy()) { Script = script }.forward(zeros(3, 2), classes, w));
        Says(Sentence, () => new TorchLoss(new MultiMargin()) { Script = script }.forward(zeros(3, 2), classes, w));
        Says(Sentence, () => new TorchVarianceLoss(new GaussianNll()) { Script = script }.forward(zeros(3), zeros(3), ones(3), w));
        Says(Sentence, () => new TorchMetricLoss(new CosineEmbedding()).forward(ones(3, 2), ones(3, 2), ones(3), w));
        foreach (ILoss loss in (ILoss[])[new Mse(), new CrossEntropy(), new MultiMargin()])
        {
            using IDisposable scope = NewDisposeScope();
            bool rows = loss is not Mse;
            TorchLoss sum = new(loss, Reduction.Sum) { Script = script }, each = new(loss, Reduction.None);
            Tensor x = rows ? Samples.Predictions([3, 2], ScalarType.Float32) : ones(3), y = rows ? classes : zeros(3);
            Near.Equal((each.forward(x, y) * w).sum(), sum.forward(x, y, w), 1e-6);
        }
    }

    [Fact]
    public void Labels_and_marks_of_weight_zero_may_be_anything()
    {
        using IDisposable scope = NewDisposeScope();
        Tensor x = randn(2, 3), proxy = randn(4, 3), w = tensor(new[] { 0f, 2f });
        Near.Equal(
            new TorchMetricLoss(new ArcFace()).forward(x[1..], tensor(new long[] { 3 }), proxy), new TorchMetricLoss(new ArcFace()).forward(x, tensor(new long[] { -1, 3 }), proxy, w), 1e-6);
        Near.Equal(
            new TorchMetricLoss(new Contrastive()).forward(x[1..], x[1..], ones(1)), new TorchMetricLoss(new Contrastive()).forward(x, x, tensor(new[] { 7f, 1f }), w), 1e-6);
    }

    [Fact]
    public void Weights_of_another_shape_or_with_a_wish_for_a_gradient_are_refused()
    {
        Says("Predictions of shape [4] meet weights of shape [3]; mse needs one weight for each prediction: expand them.", () => new TorchLoss(new Mse()).forward(zeros(4), zeros(4), zeros(3)));
        Says(
            "Logits of shape [4, 3] meet weights of shape [4, 3]; crossEntropy needs one weight for each row: [4].",
            () => new TorchLoss(new CrossEntropy()).forward(zeros(4, 3), zeros(4, dtype: ScalarType.Int64), zeros(4, 3)));
        Says("The weight wants a gradient, which mse does not give: detach() it.", () => new TorchLoss(new Mse()).forward(zeros(4), zeros(4), zeros(4).requires_grad_()));
    }

    private static Tensor Reduced(Tensor values, Tensor weight, Reduction reduction) => reduction switch
    {
        Reduction.Mean => values.sum() / weight.sum(),
        Reduction.Sum => values.sum(),
        _ => values,
    };

    private static void Says(string sentence, Func<object> act)
    {
        using IDisposable scope = NewDisposeScope();
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(act).Message);
    }

    /// <summary>A loss of predictions that are not negative and of targets from 0 to 1.</summary>
    private readonly record struct Shares : IPointwiseLoss<Shares>
    {
        public ParameterRange PredictionRange => new(0, double.PositiveInfinity, false, false);

        public ParameterRange TargetRange => new(0, 1, false, false);

        public T At<T>(T ŷ, T y) where T : struct, IReal<T> => Real.Square(ŷ - y);
    }
}
