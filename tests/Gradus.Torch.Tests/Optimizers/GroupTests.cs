using Gradus.Optimizers;
using Gradus.Schedules;
using Gradus.Torch.Optimizers;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Gradus.Torch.Tests.Optimizers;

public class GroupTests
{
    private static readonly Sgd s_plain = new(Lr: 0.1);

    [Fact]
    public void Each_group_steps_with_its_own_rule_and_rate()
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] all = [Ones(), Ones()];
        using TorchOptimizer optimizer = new([all[0]], s_plain);
        OptimizerGroup second = optimizer.AddGroup([all[1]], new Sgd(Lr: 0.5));
        GiveOnes(all);
        optimizer.step();
        second.LearningRate = 0.25;
        optimizer.step();
        Assert.Equal([1 - 0.1f - 0.1f, 1 - 0.5f - 0.25f], all.Select(First));
    }

    [Fact]
    public void Groups_by_name_take_parameters_over_from_earlier_groups()
    {
        using nn.Module<Tensor, Tensor> net = Net();
        using TorchOptimizer optimizer = new(net, new AdamW(WeightDecay: 0.1));
        OptimizerGroup bare = optimizer.AddGroup(name => name.EndsWith("bias", StringComparison.Ordinal), new AdamW(WeightDecay: 0));
        Assert.Equal(2, bare.Parameters.Count());
        Assert.Equal(2, optimizer.Groups[0].Parameters.Count());
        Assert.Equal(net.parameters().Count(), optimizer.parameters().Count());
    }

    [Fact]
    public void A_group_that_is_refused_leaves_the_others_as_they_were()
    {
        using nn.Module<Tensor, Tensor> net = Net();
        using TorchOptimizer optimizer = new(net, s_plain);
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.AddGroup(name => name.EndsWith("bias", StringComparison.Ordinal), new Sgd(Lr: -1)));
        Assert.Equal(4, optimizer.parameters().Count());
    }

    [Fact]
    public void A_predicate_that_matches_nothing_is_refused()
    {
        using nn.Module<Tensor, Tensor> net = Net();
        using TorchOptimizer optimizer = new(net, s_plain);
        Assert.StartsWith("No parameters were given", Assert.Throws<ArgumentException>(() => optimizer.AddGroup(_ => false, s_plain)).Message, StringComparison.Ordinal);
        Assert.Equal(4, optimizer.parameters().Count());
    }

    [Fact]
    public void A_parameter_in_two_groups_is_refused()
    {
        using nn.Module<Tensor, Tensor> net = Net();
        using TorchOptimizer optimizer = new(net, s_plain);
        ArgumentException refused = Assert.Throws<ArgumentException>(() => optimizer.AddGroup(net.parameters(), s_plain));
        Assert.Contains("already in a group", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_given_twice_is_refused()
    {
        using Parameter one = Ones();
        ArgumentException refused = Assert.Throws<ArgumentException>(() => new TorchOptimizer([one, one], s_plain));
        Assert.Contains("already in a group", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_parameters_are_refused() =>
        Assert.StartsWith("No parameters were given", Assert.Throws<ArgumentException>(() => new TorchOptimizer([], s_plain)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_hyperparameter_out_of_range_is_refused()
    {
        using Parameter one = Ones();
        Assert.StartsWith("adam: beta1 = 1.5", Assert.Throws<ArgumentOutOfRangeException>(() => new TorchOptimizer([one], new Adam(Beta1: 1.5))).Message, StringComparison.Ordinal);
        Assert.Contains("nesterov", Assert.Throws<ArgumentException>(() => new TorchOptimizer([one], new Sgd(Nesterov: true))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_by_name_need_a_module()
    {
        using Parameter one = Ones();
        using TorchOptimizer optimizer = new([one], s_plain);
        Assert.Contains("built from a module", Assert.Throws<InvalidOperationException>(() => optimizer.AddGroup(_ => true, s_plain)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Schedulers_of_TorchSharp_drive_every_group()
    {
        using IDisposable scope = NewDisposeScope();
        using TorchOptimizer optimizer = new([Ones()], s_plain);
        optimizer.AddGroup([Ones()], new Sgd(Lr: 0.4));
        optim.lr_scheduler.LRScheduler halving = optim.lr_scheduler.StepLR(optimizer, step_size: 2, gamma: 0.5);
        for (int i = 0; i < 4; i++) halving.step();
        Assert.Equal([0.025, 0.1], optimizer.Groups.Select(group => group.LearningRate));
    }

    [Fact]
    public void OneCycleLR_of_TorchSharp_drives_a_group()
    {
        using IDisposable scope = NewDisposeScope();
        using TorchOptimizer optimizer = new([Ones()], s_plain);
        optim.lr_scheduler.LRScheduler cycle = optim.lr_scheduler.OneCycleLR(optimizer, max_lr: 1.0, total_steps: 10, cycle_momentum: false);
        List<double> rates = [optimizer.Groups[0].LearningRate];
        for (int i = 0; i < 9; i++)
        {
            cycle.step();
            rates.Add(optimizer.Groups[0].LearningRate);
        }

        Assert.Equal(0.04, rates[0], 1e-12);
        Assert.Equal(1, rates[2], 1e-12);
        Assert.True(rates[9] < 1e-5);
    }

    /// <summary>TorchSharp's OneCycleLR takes the index of the group for that of the phase: its second group never comes down.</summary>
    [Fact]
    public void A_cycle_keeps_the_rates_of_all_groups_in_proportion()
    {
        using IDisposable scope = NewDisposeScope();
        using TorchOptimizer optimizer = new([Ones()], s_plain);
        optimizer.AddGroup([Ones()], new Sgd(Lr: 0.4));
        optimizer.AddGroup([Ones()], new Sgd(Lr: 2));
        Schedule cycle = new Warmup(Length.Steps(3), From: 0.04).Then(new Cosine(Floor: 4e-6)).Within(new RunLength(10));
        for (int step = 0; step < 10; step++)
        {
            foreach (OptimizerGroup group in optimizer.Groups) group.LearningRate = group.InitialLearningRate * cycle.At(step);
            Assert.Equal(4, optimizer.Groups[1].LearningRate / optimizer.Groups[0].LearningRate, 1e-12);
            Assert.Equal(20, optimizer.Groups[2].LearningRate / optimizer.Groups[0].LearningRate, 1e-12);
        }

        Assert.True(optimizer.Groups[1].LearningRate < 0.05);
    }

    /// <summary>TorchSharp's SGD turns the decay around as well, and weights grow without bound.</summary>
    [Theory]
    [InlineData("sgd(lr=0.1, weightDecay=0.5, maximize=true)")]
    [InlineData("sgd(lr=0.1, momentum=0.9, weightDecay=0.5, maximize=true)")]
    [InlineData("adagrad(lr=0.1, weightDecay=0.5, maximize=true)")]
    [InlineData("rmsprop(lr=0.01, weightDecay=0.5, maximize=true)")]
    [InlineData("adam(lr=0.01, weightDecay=0.5, maximize=true)")]
    [InlineData("adamw(lr=0.01, weightDecay=0.5, maximize=true)")]
    public void Weight_decay_shrinks_also_when_maximizing(string rule)
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] one = [Ones()];
        using TorchOptimizer optimizer = new(one, Variants.Parse(rule));
        one[0].grad = zeros(3);
        for (int step = 0; step < 5; step++) optimizer.step();
        Assert.InRange(First(one[0]), -0.99f, 0.99f);
    }

    [Fact]
    public void AdamW_decays_by_a_hundredth_of_the_rate_unless_told_otherwise()
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] one = [Ones()];
        using TorchOptimizer optimizer = new(one, new AdamW(Lr: 0.5));
        one[0].grad = zeros(3);
        optimizer.step();
        Assert.Equal(1 - 0.5f * 0.01f, First(one[0]), 1e-6f);
    }

    private static Parameter Ones() => new(ones(3));

    private static float First(Tensor tensor) => tensor.detach()[0].item<float>();

    private static void GiveOnes(Parameter[] parameters)
    {
        foreach (Parameter parameter in parameters) parameter.grad = ones(3);
    }

    private static nn.Module<Tensor, Tensor> Net() => nn.Sequential(("in", nn.Linear(4, 5)), ("out", nn.Linear(5, 2)));
}
