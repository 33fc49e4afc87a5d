using Gradus.Losses;
using Gradus.Torch.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace Gradus.Torch.Tests.Losses;

public class VarianceTests
{
    private static readonly long[] s_shape = [3, 37];

    public static TheoryData<string> All => Samples.Variance;

    [Theory, MemberData(nameof(All))]
    public void Every_input_gets_the_slope_of_the_value(string text)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor[] inputs = Inputs(ScalarType.Float64);
        foreach (bool script in (bool[])[false, true])
        {
            for (int which = 0; which < inputs.Length; which++)
            {
                (_, Tensor[] gradients) = Run(Loss(text, Reduction.Sum, script), inputs);
                double[] up = At(1e-5), down = At(-1e-5), slope = gradients[which].Numbers();
                for (int i = 0; i < slope.Length; i++) Assert.Equal((up[i] - down[i]) / 2e-5, slope[i], 1e-7 * Math.Max(1, Math.Abs(slope[i])));

                double[] At(double by)
                {
                    Tensor[] moved = [.. inputs];
                    moved[which] = tensor(inputs[which].Numbers().Select(x => x + by).ToArray(), s_shape, ScalarType.Float64);
                    return Loss(text, Reduction.None, script).forward(moved[0], moved[1], moved[2]).Numbers();
                }
            }
        }
    }

    [Theory, MemberData(nameof(All))]
    public void The_script_for_other_devices_agrees_with_the_sweep(string text)
    {
        using IDisposable scope = NewDisposeScope();
        foreach (Reduction reduction in Enum.GetValues<Reduction>())
        {
            foreach ((ScalarType type, double tolerance) in ((ScalarType, double)[])[(ScalarType.Float32, 1e-6), (ScalarType.Float64, 1e-13)])
            {
                (Tensor value, Tensor[] gradients) = Run(Loss(text, reduction), Inputs(type));
                (Tensor value2, Tensor[] gradients2) = Run(Loss(text, reduction, script: true), Inputs(type));
                Near.Equal(value, value2, tolerance, $"value, {reduction}, {type}");
                for (int i = 0; i < gradients.Length; i++) Near.Equal(gradients[i], gradients2[i], tolerance, $"gradient {i}, {reduction}, {type}");
            }
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Weights_say_how_much_a_prediction_counts_and_zero_leaves_it_out_whatever_it_holds(string text)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor weight = Samples.Predictions(s_shape, ScalarType.Float64, seed: 5).abs();
        Tensor[] inputs = Inputs(ScalarType.Float64), spoilt = [.. inputs.Select(x => x.clone())];
        foreach ((Tensor input, double bad) in spoilt.Zip([double.NaN, double.PositiveInfinity, -3])) input[1, 4] = tensor(bad);
        weight[1, 4] = tensor(0.0);
        foreach (bool script in (bool[])[false, true])
        {
            foreach (Reduction reduction in Enum.GetValues<Reduction>())
            {
                Tensor[] ours = Leaves(spoilt), plain = Leaves(inputs);
                Tensor value = Loss(text, reduction, script).forward(ours[0], ours[1], ours[2], weight);
                Tensor apart = Loss(text, Reduction.None).forward(plain[0], plain[1], plain[2]) * weight;
                Tensor expected = reduction switch { Reduction.Mean => apart.sum() / weight.sum(), Reduction.Sum => apart.sum(), _ => apart };
                Near.Equal(expected.detach(), value.detach(), 1e-12);
                value.sum().backward(retain_graph: true);
                value.sum().backward();
                (expected * 2).sum().backward();
                for (int i = 0; i < ours.Length; i++) Near.Equal(plain[i].grad!, ours[i].grad!, 1e-12, $"gradient {i}, {reduction}, script {script}");
            }
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void The_gaussian_is_that_of_TorchSharp_but_here_the_variance_gets_its_gradient(bool full)
    {
        using IDisposable scope = NewDisposeScope();
        // Flat, because TorchSharp's mean is one of the first dimension only and a sum over the rest.
        Tensor[] inputs = [.. Inputs(ScalarType.Float64).Select(x => x.flatten())];
        (Tensor value, Tensor[] gradients) = Run(new TorchVarianceLoss(new GaussianNll(Full: full)), inputs);
        Tensor[] leaves = Leaves(inputs);
        Tensor theirs = nn.functional.gaussian_nll_loss(leaves[0], leaves[1], leaves[2], full, (float)1e-6);
        theirs.backward();
        Near.Equal(theirs, value, 1e-7, "value");
        Near.Equal(leaves[0].grad!, gradients[0], 1e-12, "gradient");
        Assert.True(leaves[2].grad is null || leaves[2].grad!.Numbers().All(x => x == 0), "TorchSharp gives the variance a gradient now; say so in GaussianNll's conventions.");
        Assert.All(gradients[2].Numbers(), x => Assert.NotEqual(0, x));
    }

    [Fact]
    public void Variances_can_be_learnt()
    {
        using IDisposable scope = NewDisposeScope();
        double[] noise = [.. Enumerable.Range(0, 400).Select(i => 2 * Math.Sin(i * 12.9898))];
        Tensor y = tensor(noise), mean = zeros(1, ScalarType.Float64), log = zeros(1, ScalarType.Float64).requires_grad_();
        TorchVarianceLoss loss = new(new GaussianNll());
        for (int step = 0; step < 300; step++)
        {
            using IDisposable inner = NewDisposeScope();
            loss.forward(mean.expand(400), y, log.exp().expand(400)).backward();
            using (no_grad())
            {
                using Scalar rate = -0.3;
                log.add_(log.grad!, alpha: rate);
                log.grad!.zero_();
            }
        }

        Assert.Equal(noise.Average(x => x * x), Math.Exp(log.item<double>()), 1e-6);
    }

    [Fact]
    public void Brain_floats_and_kept_graphs_work()
    {
        using IDisposable scope = NewDisposeScope();
        Tensor[] leaves = Leaves(Inputs(ScalarType.BFloat16));
        Tensor value = new TorchVarianceLoss(new LaplaceNll()).forward(leaves[0], leaves[1], leaves[2]);
        value.backward(retain_graph: true);
        double[] first = leaves[2].grad!.Numbers();
        value.backward();
        Assert.Equal(ScalarType.BFloat16, leaves[2].grad!.dtype);
        Assert.All(leaves[2].grad!.Numbers().Zip(first), pair => Assert.Equal(2 * pair.Second, pair.First, 1e-9 + 0.01 * Math.Abs(pair.First)));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using IDisposable scope = NewDisposeScope();
        TorchVarianceLoss loss = new(new GaussianNll());
        Assert.Contains("Predictions of shape [3] meet targets of shape [3] and variances of shape [1]; gaussianNll needs one of each",
            Assert.Throws<ArgumentException>(() => loss.forward(zeros(3), zeros(3), ones(1))).Message, StringComparison.Ordinal);
        Assert.Equal("variance[2] is -0.5, but gaussianNll needs variances ≥ 0; predict them through softplus or exp.",
            Assert.Throws<ArgumentException>(() => loss.forward(zeros(40), zeros(40), tensor([1f, float.NaN, -0.5f, .. new float[37]]))).Message);
        Assert.Equal("variance 2 is -0.5, but gaussianNll needs variances ≥ 0; correct it, or give it weight 0 to leave it out.",
            Assert.Throws<ArgumentException>(() => Loss("gaussianNll", script: true).forward(zeros(3), zeros(3), tensor([1f, float.NaN, -0.5f]))).Message);
        Assert.Equal("The weight has shape [2]; gaussianNll needs one for each prediction: [3].",
            Assert.Throws<ArgumentException>(() => loss.forward(zeros(3), zeros(3), ones(3), ones(2))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TorchVarianceLoss(new GaussianNll(0)));
    }

    private static TorchVarianceLoss Loss(string text, Reduction reduction = Reduction.Mean, bool script = false) =>
        new((IVarianceLoss)Notation.ParseLoss(text), reduction) { Script = script };

    private static Tensor[] Inputs(ScalarType type)
    {
        Tensor spread = Samples.Predictions(s_shape, ScalarType.Float64, seed: 3);
        return [Samples.Predictions(s_shape, type), Samples.Predictions(s_shape, type, seed: 8), (spread * spread / 4 + 0.4).to(type)];
    }

    private static Tensor[] Leaves(Tensor[] inputs) => [.. inputs.Select(x => x.detach().requires_grad_())];

    private static (Tensor Value, Tensor[] Gradients) Run(TorchVarianceLoss loss, Tensor[] inputs)
    {
        Tensor[] leaves = Leaves(inputs);
        Tensor value = loss.forward(leaves[0], leaves[1], leaves[2]);
        value.sum().backward();
        return (value.detach(), [.. leaves.Select(leaf => leaf.grad!)]);
    }
}
