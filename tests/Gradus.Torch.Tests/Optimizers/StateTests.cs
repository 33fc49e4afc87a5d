using Gradus.Optimizers;
using Gradus.Torch.Optimizers;
using Gradus.Torch.Training;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Gradus.Torch.Tests.Optimizers;

public class StateTests
{
    public static TheoryData<string> Rules => Variants.All;

    [Theory, MemberData(nameof(Rules))]
    public void A_state_loaded_from_a_file_goes_on_bit_for_bit(string rule)
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] straight = Leaves.Of(ScalarType.Float32, [3, 5], [], [17]), resumed = Leaves.Of(ScalarType.Float32, [3, 5], [], [17]);
        using TorchOptimizer a = new(straight, Variants.Parse(rule));
        for (int step = 0; step < 3; step++) Step(a, straight, step);
        string file = Path.Combine(Directory.CreateTempSubdirectory("gradus-state").FullName, "state.safetensors");
        Safetensors.Save(file, a.State());
        using TorchOptimizer b = new(resumed, Variants.Parse(rule));
        using (NewDisposeScope()) b.LoadState(Safetensors.Load(file));
        using (no_grad()) for (int i = 0; i < straight.Length; i++) resumed[i].copy_(straight[i]);
        for (int step = 3; step < 6; step++)
        {
            Step(a, straight, step);
            Step(b, resumed, step);
        }

        for (int i = 0; i < straight.Length; i++) Assert.Equal(straight[i].Numbers(), resumed[i].Numbers());
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    /// <summary>TorchSharp's Adam keeps handles that the scope has freed.</summary>
    [Fact]
    public void Loading_and_stepping_inside_a_dispose_scope_leaves_the_state_alive()
    {
        using IDisposable outer = NewDisposeScope();
        Parameter[] one = Leaves.Of(ScalarType.Float32, [5]);
        using TorchOptimizer from = new(one, new Adam()), to = new(one, new Adam());
        using (NewDisposeScope())
        {
            Step(from, one, 0);
            to.LoadState(from.State());
        }

        Step(to, one, 1);
        Assert.Equal(2, to.State()["parameter0.step"].item<long>());
        Assert.All(to.State()["parameter0.m"].Numbers(), x => Assert.NotEqual(0, x));
    }

    /// <summary>TorchSharp's SGD throws on the empty buffer.</summary>
    [Fact]
    public void A_parameter_that_never_had_a_gradient_has_no_state_to_save_or_load()
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] two = Leaves.Of(ScalarType.Float32, [5], [4]);
        using TorchOptimizer from = new(two, new Sgd(Momentum: 0.9)), to = new(two, new Sgd(Momentum: 0.9));
        two[0].grad = ones(5);
        from.step();
        Assert.Equal(["parameter0.step", "parameter0.v"], from.State().Keys);
        to.LoadState(from.State());
        Assert.Equal(from.State().Keys, to.State().Keys);
    }

    [Fact]
    public void Loading_a_fresh_state_forgets_the_steps_taken()
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] one = Leaves.Of(ScalarType.Float32, [5]);
        using TorchOptimizer optimizer = new(one, new Adam());
        Step(optimizer, one, 0);
        optimizer.LoadState(new Dictionary<string, Tensor>());
        Assert.Empty(optimizer.State());
        Assert.Equal(0, optimizer.StateBytes);
    }

    [Fact]
    public void State_has_names_that_people_can_read()
    {
        using IDisposable scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> net = nn.Sequential(("fc", nn.Linear(2, 3)));
        using TorchOptimizer optimizer = new(net, new Adam(Amsgrad: true));
        net.forward(ones(1, 2)).sum().backward();
        optimizer.step();
        Assert.Equal(["fc.weight.step", "fc.weight.m", "fc.weight.v", "fc.weight.vMax", "fc.bias.step", "fc.bias.m", "fc.bias.v", "fc.bias.vMax"], optimizer.State().Keys);
        Assert.Equal([3, 2], optimizer.State()["fc.weight.vMax"].shape);
        Assert.True(optimizer.StateBytes > 0);
    }

    [Fact]
    public void A_state_of_another_rule_or_model_is_refused_in_a_sentence()
    {
        using IDisposable scope = NewDisposeScope();
        Assert.Contains("lacks 'parameter0.m', which adam needs", Refused(new Sgd(Momentum: 0.9), new Adam(), [5]), StringComparison.Ordinal);
        Assert.Contains("has 'parameter0.m', which no parameter of this optimizer (sgd) has", Refused(new Adam(), new Sgd(), [5]), StringComparison.Ordinal);
        Assert.Contains("'parameter0.m' has shape [5], but the parameter has [1, 5]", Refused(new Adam(), new Adam(), [1, 5]), StringComparison.Ordinal);

        static string Refused(ElementwiseOptimizer saved, ElementwiseOptimizer loading, long[] shape)
        {
            Parameter[] a = Leaves.Of(ScalarType.Float32, [5]), b = Leaves.Of(ScalarType.Float32, shape);
            using TorchOptimizer from = new(a, saved), to = new(b, loading);
            Step(from, a, 0);
            Step(to, b, 1);
            string[] before = [.. to.State().Values.SelectMany(value => value.Numbers()).Select(x => $"{x:R}")];
            string said = Assert.Throws<ArgumentException>(() => to.LoadState(from.State())).Message;
            Assert.Equal(before, to.State().Values.SelectMany(value => value.Numbers()).Select(x => $"{x:R}"));
            return said;
        }
    }

    /// <summary>TorchSharp's own format knows only its own optimizers: saving nothing without a word would lose the state.</summary>
    [Fact]
    public void The_state_dictionary_of_TorchSharp_points_to_State()
    {
        using IDisposable scope = NewDisposeScope();
        using TorchOptimizer optimizer = new(Leaves.Of(ScalarType.Float32, [5]), new Adam());
        using BinaryWriter writer = new(Stream.Null);
        Assert.Contains("State()", Assert.Throws<NotSupportedException>(optimizer.state_dict).Message, StringComparison.Ordinal);
        Assert.Contains("State()", Assert.Throws<NotSupportedException>(() => optimizer.save_state_dict(writer)).Message, StringComparison.Ordinal);
    }

    private static void Step(TorchOptimizer optimizer, Parameter[] parameters, int seed)
    {
        Leaves.Give(parameters, seed);
        optimizer.step();
    }
}
