using Gradus.Losses;
using Gradus.Torch.Losses;
using Gradus.Torch.Tests.Optimizers;
using static TorchSharp.torch;

namespace Gradus.Torch.Tests.Losses;

public class CtcLossTests
{
    /// <summary>Two frames, labels blank and a, all equally likely: "aa", "a_" and "_a" of four paths spell a.</summary>
    [Fact]
    public void A_label_in_two_frames_is_spelt_by_three_of_four_paths()
    {
        using IDisposable scope = NewDisposeScope();
        using CtcLoss loss = new();
        Assert.Equal(-Math.Log(3 / 4.0), loss.forward(zeros(2, 1, 2, ScalarType.Float64), Whole([1, 1], 1), Whole([1], 2), Whole([1], 1)).item<double>(), 1e-12);
        // Nothing at all is spelt by the one path of blanks; "aa" needs a blank between.
        Assert.Equal(-Math.Log(1 / 4.0), loss.forward(zeros(2, 1, 2, ScalarType.Float64), Whole([1, 0]), Whole([1], 2), Whole([1], 0)).item<double>(), 1e-12);
        Assert.Equal(-Math.Log(1 / 8.0) / 2, loss.forward(zeros(3, 1, 2, ScalarType.Float64), Whole([1, 2], 1, 1), Whole([1], 3), Whole([1], 2)).item<double>(), 1e-12);
    }

    [Fact]
    public void The_gradient_is_that_of_central_differences()
    {
        using IDisposable scope = NewDisposeScope();
        using CtcLoss loss = new(blank: 2);
        Tensor x = Leaves.Numbers([5, 3, 4], 3, ScalarType.Float64);
        Func<Tensor, Tensor> f = logits => loss.forward(logits, Whole([3, 3], 0, 1, 3, 1, 1, 0, 3, 0, 0), Whole([3], 5, 4, 2), Whole([3], 3, 2, 1));
        (_, Tensor gradient) = Samples.Run(f, x);
        double[] numbers = x.Numbers(), slopes = gradient.Numbers();
        for (int i = 0; i < numbers.Length; i++)
        {
            const double H = 1e-5;
            double up = f(Moved(i, H)).item<double>(), down = f(Moved(i, -H)).item<double>();
            Assert.Equal((up - down) / (2 * H), slopes[i], 1e-8);
        }

        Tensor Moved(int index, double by) => tensor([.. numbers.Select((number, i) => i == index ? number + by : number)], x.shape, ScalarType.Float64);
    }

    [Fact]
    public void Padded_and_joined_targets_give_the_same_and_sums_are_sums()
    {
        using IDisposable scope = NewDisposeScope();
        Tensor x = Leaves.Numbers([6, 2, 3], 8, ScalarType.Float32), frames = Whole([2], 6, 5), labels = Whole([2], 2, 1);
        using CtcLoss mean = new(), sum = new(reduction: Reduction.Sum), none = new(reduction: Reduction.None);
        Tensor joined = Whole([3], 1, 2, 2), padded = Whole([2, 2], 1, 2, 2, -7);
        Near.Equal(none.forward(x, padded, frames, labels), none.forward(x, joined, frames, labels), 0);
        double[] each = none.forward(x, joined, frames, labels).Numbers();
        Assert.Equal(each.Sum(), sum.forward(x, joined, frames, labels).item<float>(), 1e-5);
        Assert.Equal((each[0] / 2 + each[1]) / 2, mean.forward(x, joined, frames, labels).item<float>(), 1e-5);
        Near.Equal(mean.forward(x, joined, frames, labels), mean.forward(nn.functional.log_softmax(x, 2), joined, frames, labels), 1e-6);
        Near.Equal(mean.forward(x, joined, frames, labels), mean.forward(x.bfloat16(), joined, frames, labels), 1e-2);
    }

    [Theory]
    [InlineData(Reduction.Mean)]
    [InlineData(Reduction.Sum)]
    [InlineData(Reduction.None)]
    public void A_sample_of_weight_zero_is_left_out_whatever_it_holds(Reduction reduction)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor x = Leaves.Numbers([6, 3, 3], 8, ScalarType.Float64), spoilt = x.clone(), weight = tensor([2, 0, 0.5]);
        spoilt.select(1, 1).copy_(full_like(spoilt.select(1, 1), double.NaN));
        using CtcLoss loss = new(reduction: reduction), apart = new(reduction: Reduction.None);
        foreach ((Tensor targets, long length) in ((Tensor, long)[])[(Whole([5], 1, 2, 7, 7, 2), 2), (Whole([3, 2], 1, 2, 7, 7, 2, 0), 2)])
        {
            (Tensor value, Tensor gradient) = Samples.Run(l => loss.forward(l, targets, Whole([3], 6, 99, 5), Whole([3], 2, length, 1), weight).sum(), spoilt);
            (Tensor value2, Tensor gradient2) = Samples.Run(
                l => Expected(apart.forward(l.index_select(1, Whole([2], 0, 2)), Whole([3], 1, 2, 2), Whole([2], 6, 5), Whole([2], 2, 1))).sum(), x);
            Near.Equal(value2, value, 1e-13);
            Near.Equal(gradient2, gradient, 1e-13);
        }

        Tensor Expected(Tensor each) => reduction == Reduction.Mean ? (each / tensor([2.0, 1]) * tensor([2, 0.5])).sum() / 2.5 : each * tensor([2, 0.5]);
    }

    [Fact]
    public void Weights_of_one_change_nothing_and_others_are_refused_where_they_do_not_fit()
    {
        using IDisposable scope = NewDisposeScope();
        Tensor x = Leaves.Numbers([6, 2, 3], 8, ScalarType.Float64), targets = Whole([3], 1, 2, 2), frames = Whole([2], 6, 5), labels = Whole([2], 2, 1);
        using CtcLoss loss = new();
        Near.Equal(loss.forward(x, targets, frames, labels), loss.forward(x, targets, frames, labels, ones(2)), 1e-15);
        Assert.Contains("ctc needs one for each of 2 samples", Assert.Throws<ArgumentException>(() => loss.forward(x, targets, frames, labels, ones(3))).Message);
    }

    [Fact]
    public void Large_logits_do_not_overflow()
    {
        using IDisposable scope = NewDisposeScope();
        using CtcLoss loss = new();
        using TorchSharp.Scalar large = 1e4;
        (Tensor value, Tensor gradient) = Samples.Run(x => loss.forward(x * large, Whole([1, 1], 1), Whole([1], 4), Whole([1], 1)), Leaves.Numbers([4, 1, 3], 2, ScalarType.Float32));
        Assert.True(double.IsFinite(value.item<float>()));
        Assert.All(gradient.Numbers(), slope => Assert.True(double.IsFinite(slope)));
    }

    [Fact]
    public void What_cannot_be_aligned_counts_as_0_where_that_is_asked_for()
    {
        using IDisposable scope = NewDisposeScope();
        using CtcLoss loss = new(zeroInfinity: true, reduction: Reduction.None);
        (Tensor value, Tensor gradient) = Samples.Run(
            x => loss.forward(x, Whole([2, 2], 1, 1, 1, 2), Whole([2], 2, 2), Whole([2], 2, 2)).sum(), Leaves.Numbers([2, 2, 3], 4, ScalarType.Float64));
        Assert.True(value.item<double>() > 0);
        Assert.All(gradient.select(1, 0).Numbers(), slope => Assert.Equal(0, slope));
        Assert.Contains(gradient.select(1, 1).Numbers(), slope => slope != 0);
    }

    [Fact]
    public void The_first_bad_sample_is_named()
    {
        using IDisposable scope = NewDisposeScope();
        Tensor frames = Whole([2], 3, 3), one = Whole([2], 1, 1), targets = Whole([2, 3], 1, 0, 0, 2, 0, 0);
        Assert.Contains("Sample 1 has 4 frames; the logits have 3", Refused(targets, Whole([2], 3, 4), one));
        Assert.Contains("Sample 0 has 0 frames", Refused(targets, Whole([2], 0, 4), one));
        Assert.Contains("Sample 1 has -1 labels", Refused(targets, frames, Whole([2], 1, -1)));
        Assert.Contains("Sample 1 has 4 labels, but the targets hold 3", Refused(targets, frames, Whole([2], 1, 4)));
        Assert.Contains("Sample 1 has the label 3 at place 0; the logits have 3 labels", Refused(Whole([2, 1], 1, 3), frames, one));
        Assert.Contains("Sample 0 has the label -1", Refused(Whole([2, 1], -1, 3), frames, one));
        Assert.Contains("Sample 1 has the blank 0 at place 1", Refused(Whole([2, 2], 1, 2, 2, 0), frames, Whole([2], 2, 2)));
        Assert.Contains("Sample 1 has 3 frames, too few for its 4 labels: no alignment exists", Refused(Whole([2, 4], 1, 2, 1, 2, 1, 2, 1, 2), Whole([2], 3, 3), Whole([2], 3, 4)));
        Assert.Contains("too few for its 2 labels and a blank between each of 1 equal neighbours", Refused(Whole([2, 2], 1, 2, 1, 1), Whole([2], 3, 2), Whole([2], 2, 2)));
        Assert.Contains("the target lengths add up to 2", Refused(Whole([3], 1, 2, 1), frames, one));
        Assert.Contains("The input lengths have shape [1]", Refused(targets, Whole([1], 3), one));
        Assert.Contains("Targets of shape [1, 2]", Refused(Whole([1, 2], 1, 1), frames, one));
        Assert.Contains("there is no blank 3", Assert.Throws<ArgumentException>(() => new CtcLoss(blank: 3).forward(zeros(3, 2, 3), targets, frames, one)).Message);
        Assert.Contains("Logits of shape [3, 3]", Assert.Throws<ArgumentException>(() => new CtcLoss().forward(zeros(3, 3), targets, frames, one)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CtcLoss(blank: -1));

        static string Refused(Tensor targets, Tensor frames, Tensor labels)
        {
            using CtcLoss loss = new();
            return Assert.Throws<ArgumentException>(() => loss.forward(zeros(3, 2, 3), targets, frames, labels)).Message;
        }
    }

    private static Tensor Whole(long[] shape, params long[] numbers) => numbers.Length == 0 ? zeros(shape, ScalarType.Int64) : tensor(numbers, shape, ScalarType.Int64);
}
