using Gradus.Optimizers;
using Gradus.Torch.Optimizers;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Gradus.Torch.Tests.Optimizers;

/// <summary>Parameters without gradient, frozen, late, replaced, shared.</summary>
public class LifeOfAParameterTests
{
    private static readonly Adam s_adam = new(Lr: 0.1);

    [Theory]
    [InlineData(StepPath.Automatic)]
    [InlineData(StepPath.Scalar)]
    [InlineData(StepPath.Script)]
    public void A_parameter_that_joins_later_counts_its_own_steps(StepPath path)
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] early = Leaves.Of(ScalarType.Float64, [5], [5], [5]), alone = [new(early[1].detach().clone())];
        using TorchOptimizer optimizer = new(early, s_adam) { Path = path }, reference = new(alone, s_adam);
        Tensor untouched = early[1].detach().clone();
        for (int step = 0; step < 6; step++)
        {
            early[0].grad = early[2].grad = Leaves.Numbers([5], step, ScalarType.Float64);
            if (step == 3) Near.Equal(untouched, early[1], 0, "without gradient");
            if (step >= 3) early[1].grad = alone[0].grad = Leaves.Numbers([5], step, ScalarType.Float64);
            optimizer.step();
            if (step >= 3) reference.step();
        }

        Near.Equal(alone[0], early[1], 1e-14);
        Assert.Equal(6, optimizer.State()["parameter0.step"].item<long>());
        Assert.Equal(3, optimizer.State()["parameter1.step"].item<long>());
    }

    [Fact]
    public void A_frozen_parameter_stays()
    {
        using IDisposable scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> net = nn.Sequential(("in", nn.Linear(4, 5)), ("out", nn.Linear(5, 2)));
        foreach ((string name, Parameter parameter) in net.named_parameters()) parameter.requires_grad = !name.StartsWith("in", StringComparison.Ordinal);
        Tensor before = net.get_parameter("in.weight")!.detach().clone(), moving = net.get_parameter("out.weight")!.detach().clone();
        using TorchOptimizer optimizer = new(net, new AdamW(Lr: 0.1, WeightDecay: 0.5));
        for (int step = 0; step < 3; step++)
        {
            optimizer.zero_grad();
            net.forward(ones(3, 4)).sum().backward();
            optimizer.step();
        }

        Near.Equal(before, net.get_parameter("in.weight")!, 0);
        Assert.NotEqual(0, Near.Distance(moving, net.get_parameter("out.weight")!));
    }

    /// <summary>In TorchSharp, module.to after building the optimizer throws at the next step.</summary>
    [Fact]
    public void Module_to_another_type_keeps_stepping_with_its_state()
    {
        using IDisposable scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> net = nn.Linear(4, 2), twin = nn.Linear(4, 2);
        twin.load_state_dict(net.state_dict());
        twin.to(ScalarType.Float64);
        using TorchOptimizer optimizer = new(net, s_adam), reference = new(twin, s_adam);
        for (int step = 0; step < 6; step++)
        {
            if (step == 3) net.to(ScalarType.Float64);
            Step(net, optimizer, step);
            Step(twin, reference, step);
        }

        Parameter[] moved = [.. net.parameters()], always = [.. twin.parameters()];
        Assert.Equal(ScalarType.Float64, moved[0].dtype);
        Assert.Equal(ScalarType.Float64, optimizer.State()["weight.m"].dtype);
        for (int i = 0; i < moved.Length; i++) Near.Equal(always[i], moved[i], 1e-6);

        static void Step(nn.Module<Tensor, Tensor> net, TorchOptimizer optimizer, int seed)
        {
            ScalarType type = net.parameters().First().dtype;
            optimizer.zero_grad();
            net.forward(Leaves.Numbers([3, 4], seed, type)).square().sum().backward();
            optimizer.step();
        }
    }

    [Fact]
    public void Zeroing_gradients_after_module_to_finds_the_new_parameters()
    {
        using IDisposable scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> net = nn.Linear(4, 2);
        using TorchOptimizer optimizer = new(net, s_adam);
        net.forward(ones(1, 4)).sum().backward();
        optimizer.step();
        net.to(ScalarType.Float64);
        net.forward(ones(1, 4, dtype: ScalarType.Float64)).sum().backward();
        optimizer.zero_grad();
        Assert.All(net.parameters(), parameter => Assert.DoesNotContain(parameter.grad!.Numbers(), x => x != 0));
    }

    [Fact]
    public void Built_from_parameters_alone_it_says_how_to_survive_module_to()
    {
        using IDisposable scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> net = nn.Linear(4, 2);
        using TorchOptimizer optimizer = new(net.parameters(), s_adam);
        net.to(ScalarType.Float64);
        InvalidOperationException said = Assert.Throws<InvalidOperationException>(() => optimizer.step());
        Assert.Contains("new TorchOptimizer(module, …)", said.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(optimizer.zero_grad);
    }

    [Fact]
    public void A_weight_that_two_layers_share_steps_once()
    {
        using IDisposable scope = NewDisposeScope();
        TorchSharp.Modules.Linear one = nn.Linear(3, 3, hasBias: false), other = nn.Linear(3, 3, hasBias: false);
        other.weight = one.weight;
        using nn.Module<Tensor, Tensor> net = nn.Sequential(("one", one), ("other", other));
        using TorchOptimizer optimizer = new(net, new Sgd(Lr: 1));
        Tensor before = one.weight.detach().clone();
        one.weight.grad = ones(3, 3);
        optimizer.step();
        Near.Equal(before - ones(3, 3), one.weight, 1e-6);
    }

    [Fact]
    public void Zeroing_reaches_gradients_of_every_layout_and_type()
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] all = Leaves.Of(ScalarType.Float32, [4, 3], [6], [33], [5]);
        Tensor wide = ones(64, dtype: ScalarType.BFloat16);
        all[0].grad = ones(3, 4).t();
        all[1].grad = ones(1).expand(6);
        all[2].grad = wide.narrow(0, 0, 33);
        using TorchOptimizer optimizer = new(all, s_adam);
        optimizer.zero_grad();
        foreach (Parameter parameter in all[..3]) Assert.DoesNotContain(parameter.grad!.Numbers(), x => x != 0);
        Assert.Null(all[3].grad);
        Assert.DoesNotContain(wide.narrow(0, 33, 31).Numbers(), x => x != 1);
    }

    [Fact]
    public void A_sparse_gradient_is_refused_by_name()
    {
        using IDisposable scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> table = nn.Embedding(10, 4, sparse: true);
        using TorchOptimizer optimizer = new(table, s_adam);
        table.forward(tensor(new long[] { 1, 2 })).sum().backward();
        Assert.Contains("'weight' has a sparse gradient", Assert.Throws<NotSupportedException>(() => optimizer.step()).Message, StringComparison.Ordinal);
        optimizer.zero_grad();
    }

    [Fact]
    public void A_closure_is_evaluated_with_gradients_and_its_loss_returned()
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] one = [new(ones(2))];
        using TorchOptimizer optimizer = new(one, new Sgd(Lr: 0.5));
        using (no_grad())
        {
            Tensor loss = optimizer.step(() =>
            {
                Tensor value = one[0].square().sum();
                value.backward();
                return value;
            });
            Assert.Equal(2, loss.item<float>());
        }

        Assert.Equal(0, one[0].detach()[0].item<float>());
    }
}
