using Gradus.Losses;
using Gradus.Torch.Losses;
using static TorchSharp.torch;

namespace Gradus.Torch.Tests.Losses;

public class PointwiseTests
{
    private static readonly long[] s_shape = [3, 37];

    private static readonly Dictionary<string, Func<Tensor, Tensor, nn.Reduction, Tensor>> s_theirs = new()
    {
        ["mse"] = (x, y, reduction) => nn.functional.mse_loss(x, y, reduction),
        ["mae"] = (x, y, reduction) => nn.functional.l1_loss(x, y, reduction),
        ["huber"] = (x, y, reduction) => nn.functional.huber_loss(x, y, 1, reduction),
        ["huber(delta=2.5)"] = (x, y, reduction) => nn.functional.huber_loss(x, y, 2.5, reduction),
        ["smoothL1(beta=2.5)"] = (x, y, reduction) => nn.functional.smooth_l1_loss(x, y, reduction, 2.5),
        ["poissonNll"] = (x, y, reduction) => nn.functional.poisson_nll_loss(x, y, reduction: reduction),
        ["bce"] = (x, y, reduction) => nn.functional.binary_cross_entropy(x, y, reduction: reduction),
        ["softMargin"] = (x, y, reduction) => nn.functional.soft_margin_loss(x, y, reduction),
        ["bceWithLogits"] = (x, y, reduction) => nn.functional.binary_cross_entropy_with_logits(x, y, reduction: reduction),
        ["bceWithLogits(positiveWeight=2.5)"] = (x, y, reduction) => nn.functional.binary_cross_entropy_with_logits(x, y, reduction: reduction, pos_weights: full(1, 2.5, dtype: x.dtype)),
    };

    public static TheoryData<string> All => Samples.Pointwise;

    public static TheoryData<string, ScalarType, Reduction> Parity
    {
        get
        {
            TheoryData<string, ScalarType, Reduction> data = [];
            foreach (string loss in s_theirs.Keys)
            {
                foreach (Reduction reduction in Enum.GetValues<Reduction>())
                {
                    data.Add(loss, ScalarType.Float32, reduction);
                    data.Add(loss, ScalarType.Float64, reduction);
                }
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Parity))]
    public void Value_and_gradient_are_those_of_TorchSharp(string loss, ScalarType type, Reduction reduction)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor y = Samples.Targets(s_shape, type);
        nn.Reduction theirs = reduction switch { Reduction.Mean => nn.Reduction.Mean, Reduction.Sum => nn.Reduction.Sum, _ => nn.Reduction.None };
        (Tensor value, Tensor gradient) = Samples.Run(x => Samples.Loss(loss, reduction).forward(x, y), Samples.PredictionsOf(loss, s_shape, type));
        (Tensor value2, Tensor gradient2) = Samples.Run(x => s_theirs[loss](x, y, theirs), Samples.PredictionsOf(loss, s_shape, type));
        double tolerance = type == ScalarType.Float32 ? 1e-6 : 1e-13;
        Near.Equal(value2, value, tolerance, "value");
        Near.Equal(gradient2, gradient, tolerance, "gradient");
        Assert.Equal(type, value.dtype);
    }

    [Theory, MemberData(nameof(All))]
    public void The_gradient_is_the_slope_of_the_value(string loss)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor y = Samples.Targets(s_shape, ScalarType.Float64), x = Samples.PredictionsOf(loss, s_shape, ScalarType.Float64);
        TorchLoss each = Samples.Loss(loss, Reduction.None);
        (Tensor value, Tensor gradient) = Samples.Run(p => Samples.Loss(loss, Reduction.Sum).forward(p, y), x);
        const double Step = 2e-6;
        double[] up = each.forward(Moved(x, Step), y).Numbers(), down = each.forward(Moved(x, -Step), y).Numbers(), slope = gradient.Numbers();
        for (int i = 0; i < slope.Length; i++) Assert.Equal((up[i] - down[i]) / (2 * Step), slope[i], 1e-6 * Math.Max(1, Math.Abs(slope[i])));
        Assert.Equal(each.forward(x, y).Numbers().Sum(), value.item<double>(), 1e-12 * Math.Max(1e3, Math.Abs(value.item<double>())));
    }

    [Theory, MemberData(nameof(All))]
    public void The_target_gets_its_gradient_too(string loss)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor x = Samples.PredictionsOf(loss, s_shape, ScalarType.Float64), targets = Samples.TargetsOf(loss, s_shape, ScalarType.Float64, seed: 8);
        foreach (bool script in (bool[])[false, true])
        {
            TorchLoss each = Samples.Loss(loss, Reduction.None, script), sum = Samples.Loss(loss, Reduction.Sum, script);
            (_, Tensor gradient) = Samples.Run(y => sum.forward(x, y), targets);
            const double Step = 2e-6;
            double[] up = each.forward(x, Moved(targets, Step)).Numbers(), down = each.forward(x, Moved(targets, -Step)).Numbers(), slope = gradient.Numbers();
            for (int i = 0; i < slope.Length; i++) Assert.Equal((up[i] - down[i]) / (2 * Step), slope[i], 1e-6 * Math.Max(1, Math.Abs(slope[i])));
        }
    }

    [Theory, MemberData(nameof(All))]
    public void The_script_for_other_devices_agrees_with_the_sweep(string loss)
    {
        using IDisposable scope = NewDisposeScope();
        foreach (Reduction reduction in Enum.GetValues<Reduction>())
        {
            foreach ((ScalarType type, double tolerance) in ((ScalarType, double)[])[(ScalarType.Float32, 1e-6), (ScalarType.Float64, 1e-13)])
            {
                Tensor x = Samples.PredictionsOf(loss, s_shape, type), y = Samples.Targets(s_shape, type);
                (Tensor value, Tensor gradient) = Samples.Run(p => Samples.Loss(loss, reduction).forward(p, y), x);
                (Tensor value2, Tensor gradient2) = Samples.Run(p => Samples.Loss(loss, reduction, script: true).forward(p, y), x);
                Near.Equal(value, value2, tolerance, $"value, {reduction}, {type}");
                Near.Equal(gradient, gradient2, tolerance, $"gradient, {reduction}, {type}");
            }
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Inputs_of_any_layout_give_the_same(string loss)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor x = Samples.PredictionsOf(loss, s_shape, ScalarType.Float32), y = Samples.Targets(s_shape, ScalarType.Float32);
        TorchLoss module = Samples.Loss(loss);
        (Tensor value, Tensor gradient) = Samples.Run(p => module.forward(p, y), x);
        Tensor leaf = x.t().contiguous().detach().requires_grad_();
        Tensor turned = module.forward(leaf.t(), y.t().contiguous().t());
        turned.backward();
        Near.Equal(value, turned, 0);
        Near.Equal(gradient, leaf.grad!.t(), 0);
    }

    [Theory, MemberData(nameof(All))]
    public void Brain_floats_are_computed_in_single_precision(string loss)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor x = Samples.PredictionsOf(loss, s_shape, ScalarType.BFloat16), y = Samples.Targets(s_shape, ScalarType.BFloat16);
        (Tensor value, Tensor gradient) = Samples.Run(p => Samples.Loss(loss).forward(p, y), x);
        (Tensor exact, Tensor slope) = Samples.Run(p => Samples.Loss(loss).forward(p, y), x.to(ScalarType.Float64));
        Assert.Equal((ScalarType.BFloat16, ScalarType.BFloat16), (value.dtype, gradient.dtype));
        Near.Equal(exact, value, 4e-3);
        Near.Equal(slope, gradient, 4e-3);
    }

    [Theory, MemberData(nameof(All))]
    public void Predictions_of_ten_thousand_stay_finite(string loss)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor x = tensor(((float[])[1e4f, -1e4f, 1e4f, -1e4f]).Select(number => Samples.Nearest(loss, number)).ToArray()), y = tensor(new[] { 0f, 0f, 1f, 1f });
        foreach (bool script in (bool[])[false, true])
        {
            (Tensor value, Tensor gradient) = Samples.Run(p => Samples.Loss(loss, Reduction.None, script).forward(p, y), x);
            // A Poisson rate of e^10000 is beyond every type.
            bool IsRight(double number) => double.IsFinite(number) || (Notation.ParseLoss(loss) is PoissonNll { LogInput: true } && double.IsInfinity(number));
            Assert.All(value.Numbers(), number => Assert.True(IsRight(number)));
            Assert.All(gradient.Numbers(), number => Assert.True(IsRight(number)));
        }
    }

    [Fact]
    public void The_mean_of_nothing_is_not_a_number()
    {
        using IDisposable scope = NewDisposeScope();
        Assert.True(double.IsNaN(Samples.Loss("mse").forward(empty(0), empty(0)).item<float>()));
    }

    private static Tensor Moved(Tensor x, double by) => tensor(x.Numbers().Select(value => value + by).ToArray(), x.shape, ScalarType.Float64);
}
