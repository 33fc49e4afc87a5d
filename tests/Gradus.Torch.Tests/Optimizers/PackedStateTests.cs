using Gradus.Optimizers;
using Gradus.Torch.Optimizers;
using Gradus.Torch.Training;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Gradus.Torch.Tests.Optimizers;

/// <summary>State in 8 and 16 bits, and weights in bfloat16, as a training program meets them.</summary>
public class PackedStateTests
{
    private static readonly long[][] s_shapes = [[70, 61], [5000], [3, 5], []];

    public static TheoryData<string> Rules { get; } =
    [
        .. Catalog.Optimizers.Select(entry => entry.Create()).Where(rule => rule is ElementwiseOptimizer).Select(Notation.Print),
        "adam(amsgrad=true)", "sgd(momentum=0.9)", "adamw with ema(0.99) with agc",
    ];

    [Theory, MemberData(nameof(Rules))]
    public void Resuming_goes_on_bit_for_bit(string rule)
    {
        foreach (string around in (string[])["with state8", "with state16"]) Resume($"{rule} {around}", ScalarType.Float32);
        foreach (string around in (string[])["", "with kahan", "with state8 with kahan"]) Resume($"{rule} {around}", ScalarType.BFloat16);
    }

    private static void Resume(string rule, ScalarType type)
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] straight = Leaves.Of(type, s_shapes), resumed = Leaves.Of(type, s_shapes);
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
        Assert.Equal(a.StateBytes, b.StateBytes);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Theory]
    [InlineData("adamw with state8", 0.26)]
    [InlineData("adamw with state16", 0.501)]
    [InlineData("sgd(momentum=0.9) with state8", 0.26)]
    [InlineData("lion with state8", 0.26)]
    public void The_state_takes_the_memory_that_it_says(string rule, double share)
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] large = Leaves.Of(ScalarType.Float32, [300, 1000]);
        ElementwiseOptimizer few = Variants.Parse(rule), whole = few with { Wrappers = [] };
        using TorchOptimizer a = new(large, few), b = new(large, whole);
        Step(a, large, 0);
        Step(b, large, 0);
        Assert.InRange(a.StateBytes, 0.2 * b.StateBytes, share * b.StateBytes);
        Assert.InRange(a.State().Where(pair => !pair.Key.EndsWith(".step", StringComparison.Ordinal)).Sum(pair => pair.Value.numel() * pair.Value.ElementSize), 0.99 * a.StateBytes, a.StateBytes);
    }

    [Fact]
    public void Names_can_be_read_and_small_tensors_stay_whole()
    {
        using IDisposable scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> net = nn.Sequential(("fc", nn.Linear(100, 60)));
        using TorchOptimizer optimizer = new(net, Variants.Parse("adamw with ema with state8"));
        net.forward(ones(1, 100)).sum().backward();
        optimizer.step();
        IReadOnlyDictionary<string, Tensor> state = optimizer.State();
        Assert.Equal(
            ["fc.weight.step", "fc.weight.m", "fc.weight.m.scale", "fc.weight.v", "fc.weight.v.scale", "fc.weight.average", "fc.bias.step", "fc.bias.m", "fc.bias.v", "fc.bias.average"],
            state.Keys);
        Assert.Equal((ScalarType.Byte, ScalarType.Float32, ScalarType.Float32), (state["fc.weight.m"].dtype, state["fc.weight.average"].dtype, state["fc.bias.m"].dtype));
        Assert.Equal([60, 100], state["fc.weight.m"].shape);
        Assert.Equal([24], state["fc.weight.m.scale"].shape);
    }

    [Fact]
    public void A_state_in_another_format_is_refused_in_a_sentence()
    {
        Assert.Contains("'parameter0.m' was saved whole, but this optimizer keeps it in 8 bits; load it into an optimizer without state8 and state16", Refused("adamw", "adamw with state8"), StringComparison.Ordinal);
        Assert.Contains("was saved in 8 bits, but this optimizer keeps it whole; load it into an optimizer with state8", Refused("adamw with state8", "adamw"), StringComparison.Ordinal);
        Assert.Contains("was saved in 8 bits, but this optimizer keeps it in bfloat16", Refused("adamw with state8", "adamw with state16"), StringComparison.Ordinal);

        static string Refused(string saved, string loading)
        {
            using IDisposable scope = NewDisposeScope();
            Parameter[] one = Leaves.Of(ScalarType.Float32, [5000]);
            using TorchOptimizer from = new(one, Variants.Parse(saved)), to = new(one, Variants.Parse(loading));
            Step(from, one, 0);
            Step(to, one, 1);
            double[] before = [.. to.State().Values.SelectMany(value => value.to(ScalarType.Float64).Numbers())];
            string said = Assert.Throws<ArgumentException>(() => to.LoadState(from.State())).Message;
            Assert.Equal(before, to.State().Values.SelectMany(value => value.to(ScalarType.Float64).Numbers()));
            return said;
        }
    }

    [Fact]
    public void Weights_of_float64_keep_their_state_whole()
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] doubles = Leaves.Of(ScalarType.Float64, [5000]);
        using TorchOptimizer optimizer = new(doubles, Variants.Parse("adamw with state8"));
        Step(optimizer, doubles, 0);
        Assert.Equal(ScalarType.Float64, optimizer.State()["parameter0.m"].dtype);
    }

    [Fact]
    public void A_script_cannot_keep_it_in_few_bits_but_a_sweep_goes_on_from_there()
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] one = Leaves.Of(ScalarType.Float32, [5000]);
        using TorchOptimizer optimizer = new(one, Variants.Parse("adamw with state8")) { Path = StepPath.Script };
        Assert.Contains("is stepped by a script", Assert.Throws<NotSupportedException>(() => Step(optimizer, one, 0)).Message, StringComparison.Ordinal);
        optimizer.Path = StepPath.Automatic;
        Step(optimizer, one, 1);
        Assert.Equal(1, optimizer.State()["parameter0.step"].item<long>());
    }

    [Fact]
    public void Eight_bits_go_nearly_the_way_of_thirty_two()
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] whole = Leaves.Of(ScalarType.Float32, s_shapes), few = Leaves.Of(ScalarType.Float32, s_shapes);
        using TorchOptimizer a = new(whole, new AdamW()), b = new(few, Variants.Parse("adamw with state8"));
        for (int step = 0; step < 50; step++)
        {
            Step(a, whole, step);
            Step(b, few, step);
        }

        for (int i = 0; i < whole.Length; i++) Near.Equal(whole[i], few[i], 0.005);
    }

    [Fact]
    public void Weights_in_bfloat16_that_lie_crosswise_are_stepped_too()
    {
        using IDisposable scope = NewDisposeScope();
        Tensor start = Leaves.Numbers([70, 80], 3, ScalarType.Float32).to(ScalarType.BFloat16);
        Parameter straight = new(start.clone()), crosswise = new(start.t().contiguous().t());
        using TorchOptimizer a = new([straight], new Sgd(Lr: 0.1)), b = new([crosswise], new Sgd(Lr: 0.1));
        straight.grad = Leaves.Numbers([70, 80], 4, ScalarType.BFloat16);
        crosswise.grad = Leaves.Numbers([70, 80], 4, ScalarType.BFloat16);
        a.step();
        b.step();
        Assert.Equal(straight.Numbers(), crosswise.Numbers());
        Assert.NotEqual(start.Numbers(), straight.Numbers());
    }

    [Fact]
    public void Weights_in_bfloat16_keep_their_whole_state_when_they_become_float32()
    {
        using IDisposable scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> net = nn.Sequential(("fc", nn.Linear(100, 60)));
        net.to(ScalarType.BFloat16);
        using TorchOptimizer optimizer = new(net, new AdamW());
        net.forward(ones(1, 100, ScalarType.BFloat16)).sum().backward();
        optimizer.step();
        double[] before = optimizer.State()["fc.weight.m"].Numbers();
        net.to(ScalarType.Float32);
        optimizer.zero_grad();
        net.forward(zeros(1, 100)).sum().backward();
        optimizer.step();
        Near.Equal(tensor(before) * 0.9, optimizer.State()["fc.weight.m"].flatten(), 1e-6);
        Assert.Equal(2, optimizer.State()["fc.weight.step"].item<long>());
    }

    private static void Step(TorchOptimizer optimizer, Parameter[] parameters, int seed)
    {
        Leaves.Give(parameters, seed);
        optimizer.step();
    }
}
