using Gradus.Losses;
using Gradus.Torch.Losses;
using static TorchSharp.torch;

namespace Gradus.Torch.Tests.Losses;

public class CrossEntropyTests
{
    private const int Classes = 5;

    private static readonly double[] s_weights = [0.5, 1, 2, 0.25, 1.5];

    public static TheoryData<double, bool, Reduction, ScalarType, bool> Settings
    {
        get
        {
            TheoryData<double, bool, Reduction, ScalarType, bool> data = [];
            bool[] both = [false, true];
            var all = from smoothing in (double[])[0, 0.1]
                      from weighted in both
                      from reduction in Enum.GetValues<Reduction>()
                      from type in (ScalarType[])[ScalarType.Float32, ScalarType.Float64]
                      from script in both
                      select (smoothing, weighted, reduction, type, script);
            foreach (var (smoothing, weighted, reduction, type, script) in all) data.Add(smoothing, weighted, reduction, type, script);
            return data;
        }
    }

    [Theory, MemberData(nameof(Settings))]
    public void Classes_cost_what_they_cost_in_TorchSharp(double smoothing, bool weighted, Reduction reduction, ScalarType type, bool script)
    {
        using IDisposable scope = NewDisposeScope();
        Same(smoothing, weighted, reduction, type, script, [11, Classes], Samples.Classes(Classes, 11));
        Same(smoothing, weighted, reduction, type, script, [2, Classes, 3, 4], Samples.Classes(Classes, 2, 3, 4));
        Tensor some = Samples.Classes(Classes, 11);
        some[3] = tensor(-100L);
        some[7] = tensor(-100L);
        Same(smoothing, weighted, reduction, type, script, [11, Classes], some);
    }

    [Theory, MemberData(nameof(Settings))]
    public void Distributions_cost_what_they_cost_in_TorchSharp(double smoothing, bool weighted, Reduction reduction, ScalarType type, bool script)
    {
        using IDisposable scope = NewDisposeScope();
        Same(smoothing, weighted, reduction, type, script, [11, Classes], nn.functional.softmax(Samples.Predictions([11, Classes], type, 3), 1));
        Same(smoothing, weighted, reduction, type, script, [2, Classes, 3], nn.functional.softmax(Samples.Predictions([2, Classes, 3], type, 3), 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(17)]
    [InlineData(1000)]
    public void Any_number_of_classes_gives_what_TorchSharp_gives(int classes)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor x = Samples.Predictions([9, classes], ScalarType.Float32), y = Samples.Classes(classes, 9);
        (Tensor value, Tensor gradient) = Samples.Run(p => new TorchLoss(new CrossEntropy()).forward(p, y), x);
        (Tensor value2, Tensor gradient2) = Samples.Run(p => nn.functional.cross_entropy(p, y), x);
        Near.Equal(value2, value, 1e-6);
        Near.Equal(gradient2, gradient, 1e-6);
    }

    [Theory, MemberData(nameof(All))]
    public void The_gradient_is_the_slope_of_the_value(string loss)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor x = Samples.Predictions([4, Classes], ScalarType.Float64);
        foreach (Tensor y in (Tensor[])[Samples.Classes(Classes, 4), nn.functional.softmax(Samples.Predictions([4, Classes], ScalarType.Float64, 3), 1)])
        {
            TorchLoss sum = Samples.Loss(loss, Reduction.Sum);
            (_, Tensor gradient) = Samples.Run(p => sum.forward(p, y), x);
            double[] at = x.Numbers(), slope = gradient.Numbers();
            for (int i = 0; i < at.Length; i++)
            {
                const double Step = 1e-5;
                double[] up = [.. at], down = [.. at];
                (up[i], down[i]) = (at[i] + Step, at[i] - Step);
                double rise = sum.forward(tensor(up, x.shape), y).item<double>() - sum.forward(tensor(down, x.shape), y).item<double>();
                Assert.Equal(rise / (2 * Step), slope[i], 1e-7 * Math.Max(1, Math.Abs(slope[i])));
            }
        }
    }

    [Theory, MemberData(nameof(All))]
    public void The_composition_for_other_devices_agrees_with_the_sweep(string loss)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor x = Samples.Predictions([6, Classes, 2], ScalarType.Float64), y = Samples.Classes(Classes, 6, 2);
        (Tensor value, Tensor gradient) = Samples.Run(p => Samples.Loss(loss).forward(p, y), x);
        (Tensor value2, Tensor gradient2) = Samples.Run(p => Samples.Loss(loss, script: true).forward(p, y), x);
        Near.Equal(value, value2, 1e-13);
        Near.Equal(gradient, gradient2, 1e-13);
    }

    public static TheoryData<string> All => Samples.Softmax;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Logits_of_ten_thousand_and_masked_classes_keep_their_digits(bool script)
    {
        using IDisposable scope = NewDisposeScope();
        float none = float.NegativeInfinity;
        Tensor x = tensor(new[,] { { 1e4f, -1e4f, 0f }, { 1e4f, -1e4f, 0f }, { 1f, none, 2f }, { none, none, 3f } });
        Tensor y = tensor(new long[] { 0, 1, 2, 2 });
        TorchLoss loss = new(new CrossEntropy(), Reduction.None) { Script = script };
        (Tensor value, Tensor gradient) = Samples.Run(p => loss.forward(p, y), x);
        (Tensor value2, Tensor gradient2) = Samples.Run(p => nn.functional.cross_entropy(p, y, reduction: nn.Reduction.None), x);
        Near.Equal(value2, value, 1e-6);
        Near.Equal(gradient2, gradient, 1e-6);
        Assert.Equal(2e4, value.Numbers()[1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_masked_class_with_a_share_costs_infinity_and_without_one_nothing(bool script)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor x = tensor(new[,] { { 1f, float.NegativeInfinity, 2f } });
        TorchLoss loss = new(new CrossEntropy(), Reduction.Sum) { Script = script };
        Assert.True(double.IsPositiveInfinity(loss.forward(x, tensor(new long[] { 1 })).item<float>()));
        Assert.True(float.IsFinite(loss.forward(x, tensor(new[,] { { 0.5f, 0f, 0.5f } })).item<float>()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Where_every_row_is_ignored_the_mean_is_not_a_number_and_nothing_moves(bool script)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor y = full(4, -100L, dtype: ScalarType.Int64), x = Samples.Predictions([4, Classes], ScalarType.Float32);
        (Tensor value, Tensor gradient) = Samples.Run(p => new TorchLoss(new CrossEntropy()) { Script = script }.forward(p, y), x);
        (Tensor value2, Tensor gradient2) = Samples.Run(p => nn.functional.cross_entropy(p, y), x);
        Assert.True(double.IsNaN(value.item<float>()));
        Near.Equal(value2, value, 0);
        Near.Equal(gradient2, gradient, 0);
    }

    [Fact]
    public void Another_class_may_be_the_one_to_ignore()
    {
        using IDisposable scope = NewDisposeScope();
        Tensor x = Samples.Predictions([6, 3], ScalarType.Float64), y = tensor(new long[] { 0, 1, 2, 0, 2, 1 });
        foreach (bool script in (bool[])[false, true])
        {
            (Tensor value, Tensor gradient) = Samples.Run(p => new TorchLoss(new CrossEntropy(IgnoreIndex: 0)) { Script = script }.forward(p, y), x);
            (Tensor value2, Tensor gradient2) = Samples.Run(p => nn.functional.cross_entropy(p, y, ignore_index: 0), x);
            Near.Equal(value2, value, 1e-13);
            Near.Equal(gradient2, gradient, 1e-13);
        }
    }

    [Fact]
    public void Logits_and_targets_of_any_layout_give_the_same()
    {
        using IDisposable scope = NewDisposeScope();
        Tensor x = Samples.Predictions([7, Classes], ScalarType.Float32), y = Samples.Classes(Classes, 7);
        (Tensor value, Tensor gradient) = Samples.Run(p => new TorchLoss(new CrossEntropy()).forward(p, y), x);
        Tensor leaf = x.t().contiguous().detach().requires_grad_();
        Tensor turned = new TorchLoss(new CrossEntropy()).forward(leaf.t(), stack([y, y], 1).select(1, 0));
        turned.backward();
        Near.Equal(value, turned, 0);
        Near.Equal(gradient, leaf.grad!.t(), 0);
    }

    [Fact]
    public void Brain_floats_are_computed_in_single_precision()
    {
        using IDisposable scope = NewDisposeScope();
        Tensor x = Samples.Predictions([7, Classes], ScalarType.BFloat16), y = Samples.Classes(Classes, 7).to(ScalarType.Int32);
        (Tensor value, Tensor gradient) = Samples.Run(p => new TorchLoss(new CrossEntropy()).forward(p, y), x);
        (Tensor exact, Tensor slope) = Samples.Run(p => new TorchLoss(new CrossEntropy()).forward(p, y), x.to(ScalarType.Float64));
        Assert.Equal((ScalarType.BFloat16, ScalarType.BFloat16), (value.dtype, gradient.dtype));
        Near.Equal(exact, value, 4e-3);
        Near.Equal(slope, gradient, 4e-3);
    }

    private static void Same(double smoothing, bool weighted, Reduction reduction, ScalarType type, bool script, long[] shape, Tensor y)
    {
        Tensor x = Samples.Predictions(shape, type);
        TorchLoss loss = new(new CrossEntropy(smoothing, weighted ? s_weights : null), reduction) { Script = script };
        nn.Reduction theirs = reduction switch { Reduction.Mean => nn.Reduction.Mean, Reduction.Sum => nn.Reduction.Sum, _ => nn.Reduction.None };
        (Tensor value, Tensor gradient) = Samples.Run(p => loss.forward(p, y), x);
        (Tensor value2, Tensor gradient2) = Samples.Run(
            p => nn.functional.cross_entropy(p, y, weighted ? tensor(s_weights, dtype: type) : null, reduction: theirs, label_smoothing: smoothing), x);
        double tolerance = type == ScalarType.Float32 ? 2e-6 : 1e-13;
        Near.Equal(value2, value, tolerance, "value");
        Near.Equal(gradient2, gradient, tolerance, "gradient");
    }
}
