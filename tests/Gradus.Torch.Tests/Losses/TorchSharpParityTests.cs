using Gradus.Losses;
using Gradus.Torch.Losses;
using Gradus.Torch.Tests.Optimizers;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;
using Reductions = TorchSharp.torch.nn.Reduction;

namespace Gradus.Torch.Tests.Losses;

/// <summary>Where TorchSharp has a loss and is right, ours is the same, in value and gradient under every reduction.</summary>
public sealed class TorchSharpParityTests
{
    private const int Rows = 7, Classes = 5;

    private static readonly Dictionary<string, Func<Tensor, Tensor, Reductions, Tensor>> s_pairs = new()
    {
        ["mse"] = (x, y, r) => F.mse_loss(x, y, r),
        ["mae"] = (x, y, r) => F.l1_loss(x, y, r),
        ["huber(delta=0.7)"] = (x, y, r) => F.huber_loss(x, y, 0.7, r),
        ["smoothL1(beta=0.4)"] = (x, y, r) => F.smooth_l1_loss(x, y, r, 0.4),
        ["bceWithLogits"] = (x, y, r) => F.binary_cross_entropy_with_logits(x, y, reduction: r),
        ["bceWithLogits(positiveWeight=3)"] = (x, y, r) => F.binary_cross_entropy_with_logits(x, y, reduction: r, pos_weights: tensor(3.0)),
        ["poissonNll"] = (x, y, r) => F.poisson_nll_loss(x, y, reduction: r),
        ["poissonNll(full=true)"] = (x, y, r) => F.poisson_nll_loss(x, y, full: true, reduction: r),
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor, Reductions, Tensor>> s_rows = new()
    {
        ["crossEntropy"] = (x, y, r) => F.cross_entropy(x, y, reduction: r),
        ["crossEntropy(labelSmoothing=0.2)"] = (x, y, r) => F.cross_entropy(x, y, reduction: r, label_smoothing: 0.2),
        ["crossEntropy(labelSmoothing=0.2, classWeights=[1, 2, 0.5, 3, 1], ignoreIndex=2)"] = (x, y, r) => F.cross_entropy(x, y, tensor([1, 2, 0.5, 3, 1.0]), 2, r, 0.2),
        ["nll"] = (x, y, r) => F.nll_loss(x, y, reduction: r),
        ["nll(classWeights=[1, 2, 0.5, 3, 1])"] = (x, y, r) => F.nll_loss(x, y, tensor([1, 2, 0.5, 3, 1.0]), r),
        ["multiMargin"] = (x, y, r) => F.multi_margin_loss(x, y, reduction: r),
        ["multiMargin(margin=0.5, power=2)"] = (x, y, r) => F.multi_margin_loss(x, y, 2, 0.5, reduction: r),
    };

    public static TheoryData<string, Reduction> Pairs => Every(s_pairs.Keys);

    public static TheoryData<string, Reduction> OnRows => Every(s_rows.Keys);

    public static TheoryData<Reduction> EveryReduction => [.. Enum.GetValues<Reduction>()];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Pointwise_losses_are_those_of_TorchSharp(string loss, Reduction reduction)
    {
        using Tensor target = Samples.Targets([4, 9], ScalarType.Float64);
        Same(Samples.Predictions([4, 9], ScalarType.Float64), x => Samples.Loss(loss, reduction).forward(x, target), x => s_pairs[loss](x, target, Of(reduction)));
    }

    [Theory]
    [MemberData(nameof(OnRows))]
    public void Losses_on_rows_are_those_of_TorchSharp(string loss, Reduction reduction)
    {
        using Tensor target = Samples.Classes(Classes, Rows);
        Same(Samples.Predictions([Rows, Classes], ScalarType.Float64), x => Samples.Loss(loss, reduction).forward(x, target), x => s_rows[loss](x, target, Of(reduction)));
    }

    [Theory]
    [MemberData(nameof(EveryReduction))]
    public void Bce_on_probabilities_is_that_of_TorchSharp(Reduction reduction)
    {
        using Tensor logits = Samples.Predictions([4, 9], ScalarType.Float64), target = Samples.Targets([4, 9], ScalarType.Float64);
        Same(sigmoid(logits), p => Samples.Loss("bce", reduction).forward(p, target), p => F.binary_cross_entropy(p, target, reduction: Of(reduction)));
    }

    [Theory]
    [MemberData(nameof(EveryReduction))]
    public void Soft_margin_is_that_of_TorchSharp(Reduction reduction)
    {
        using Tensor zeroOne = Samples.Targets([4, 9], ScalarType.Float64), target = zeroOne + zeroOne - ones_like(zeroOne);
        Same(Samples.Predictions([4, 9], ScalarType.Float64), x => Samples.Loss("softMargin", reduction).forward(x, target), x => F.soft_margin_loss(x, target, Of(reduction)));
    }

    [Theory]
    [MemberData(nameof(EveryReduction))]
    public void Triplets_are_those_of_TorchSharp(Reduction reduction)
    {
        using Tensor positive = Leaves.Numbers([6, 3], 2, ScalarType.Float64), negative = Leaves.Numbers([6, 3], 3, ScalarType.Float64);
        Same(Leaves.Numbers([6, 3], 1, ScalarType.Float64),
            a => new TorchMetricLoss(new Triplet(), reduction).forward(a, positive, negative),
            a => F.triplet_margin_with_distance_loss(a, positive, negative, (x, y) => (x - y).pow(2).sum(-1).sqrt(), reduction: Of(reduction)));
    }

    [Theory]
    [MemberData(nameof(EveryReduction))]
    public void Cosine_embedding_is_that_of_TorchSharp(Reduction reduction)
    {
        using Tensor right = Leaves.Numbers([6, 3], 2, ScalarType.Float64), target = tensor([1, -1, 1, -1, -1, 1], ScalarType.Float64);
        Same(Leaves.Numbers([6, 3], 1, ScalarType.Float64),
            left => new TorchMetricLoss(new CosineEmbedding(0.2), reduction).forward(left, right, target),
            left => F.cosine_embedding_loss(left, right, target, 0.2, Of(reduction)));
    }

    [Fact]
    public void The_variance_has_a_gradient_which_TorchSharp_withholds()
    {
        using Tensor prediction = Leaves.Numbers([8], 1, ScalarType.Float64), target = Leaves.Numbers([8], 2, ScalarType.Float64);
        using Tensor theirs = (Leaves.Numbers([8], 3, ScalarType.Float64).abs() + 0.5).requires_grad_(), ours = theirs.detach().clone().requires_grad_();
        Tensor there = F.gaussian_nll_loss(prediction, target, theirs), here = new TorchVarianceLoss(new GaussianNll()).forward(prediction, target, ours);
        Near.Equal(there, here.detach(), 1e-12);
        Assert.False(there.requires_grad);
        here.backward();
        using Tensor r = prediction - target, exact = (ours.pow(-1) - r.pow(2) / ours.pow(2)) / 2 / 8;
        Near.Equal(exact, ours.grad!, 1e-12);
    }

    [Fact]
    public void The_divergence_takes_distributions_where_TorchSharps_default_takes_their_logarithms()
    {
        using Tensor logits = Samples.Predictions([Rows, Classes], ScalarType.Float64), target = F.softmax(Samples.Predictions([Rows, Classes], ScalarType.Float64, 2), 1);
        using Tensor log = F.log_softmax(logits, 1), ours = Samples.Loss("klDivergence").forward(logits, target);
        using Tensor asked = F.kl_div(log, target, log_target: false, reduction: Reductions.Sum) / Rows, byDefault = F.kl_div(log, target, reduction: Reductions.Sum) / Rows;
        Near.Equal(asked, ours, 1e-12);
        Assert.True(Near.Distance(byDefault, ours) > 0.1);
    }

    [Theory]
    [MemberData(nameof(EveryReduction))]
    public void Hinge_embedding_is_that_of_TorchSharp_where_the_margin_is_given(Reduction reduction)
    {
        using Tensor target = Samples.Classes(2, 4, 9).to(ScalarType.Float64) * 2 - 1;
        Same(Samples.Predictions([4, 9], ScalarType.Float64).abs(),
            x => Samples.Loss("hingeEmbedding(margin=0.3)", reduction).forward(x, target), x => F.hinge_embedding_loss(x, target, 0.3, Of(reduction)));
    }

    [Fact]
    public void Dissimilar_pairs_are_pushed_apart_where_TorchSharps_default_margin_leaves_them_together()
    {
        using Tensor distance = tensor([0.0, 0.4, 2], ScalarType.Float64), dissimilar = tensor([-1.0, -1, -1], ScalarType.Float64);
        Near.Equal(tensor(1.6 / 3), Samples.Loss("hingeEmbedding").forward(distance, dissimilar), 1e-15);
        Near.Equal(tensor(0.0), F.hinge_embedding_loss(distance, dissimilar), 0);
    }

    [Theory]
    [MemberData(nameof(EveryReduction))]
    public void Class_weights_of_margins_are_those_of_TorchSharp_but_for_what_a_mean_divides_by(Reduction reduction)
    {
        using Tensor weights = tensor([1, 2, 0.5, 3, 1.0]), target = Samples.Classes(Classes, Rows);
        using Tensor share = reduction == Reduction.Mean ? weights.index_select(0, target).sum() / Rows : tensor(1.0);
        Same(Samples.Predictions([Rows, Classes], ScalarType.Float64),
            x => Samples.Loss("multiMargin(power=2, classWeights=[1, 2, 0.5, 3, 1])", reduction).forward(x, target) * share,
            x => F.multi_margin_loss(x, target, 2, 1, weights, Of(reduction)));
    }

    private static void Same(Tensor prediction, Func<Tensor, Tensor> ours, Func<Tensor, Tensor> theirs)
    {
        (Tensor value, Tensor gradient) = Samples.Run(ours, prediction);
        (Tensor expected, Tensor slope) = Samples.Run(theirs, prediction);
        Near.Equal(expected, value, 1e-12, "values");
        Near.Equal(slope, gradient, 1e-12, "gradients");
    }

    private static TheoryData<string, Reduction> Every(IEnumerable<string> losses) =>
        [.. losses.SelectMany(loss => Enum.GetValues<Reduction>().Select(reduction => (loss, reduction)))];

    private static Reductions Of(Reduction reduction) => reduction switch
    {
        Reduction.Mean => Reductions.Mean,
        Reduction.Sum => Reductions.Sum,
        _ => Reductions.None,
    };
}
