using Gradus.Optimizers;
using Gradus.Torch.Optimizers;
using Gradus.Torch.Training;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Gradus.Torch.Tests.Optimizers.Tensors;

/// <summary>Rules of whole tensors in an optimizer: its state, its groups, its parameters' types.</summary>
[Collection(Alone.Name)]
public class TensorGroupTests
{
    private static readonly long[][] s_shapes = [[6, 4], [5, 2, 3, 3], [7], []];

    public static TheoryData<string> Rules { get; } =
        [.. Catalog.Optimizers.Select(entry => entry.Create()).Where(rule => rule is TensorOptimizer).Select(Notation.Print), "adafactor(beta1=0.9)", "shampoo(graft=sgd)"];

    [Theory, MemberData(nameof(Rules))]
    public void A_resumed_run_is_the_same_to_the_last_bit(string text)
    {
        foreach (ScalarType type in (ScalarType[])[ScalarType.Float32, ScalarType.Float64, ScalarType.BFloat16])
        {
            using IDisposable scope = NewDisposeScope();
            Parameter[] straight = Leaves.Of(type, s_shapes);
            using TorchOptimizer whole = new(straight, Notation.ParseOptimizer(text));
            for (int step = 0; step < 13; step++) Step(whole, straight, step);
            Dictionary<string, Tensor> saved = whole.State().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
            Parameter[] resumed = [.. straight.Select(parameter => new Parameter(parameter.detach().clone()))];
            for (int step = 13; step < 26; step++) Step(whole, straight, step);

            using TorchOptimizer later = new(resumed, Notation.ParseOptimizer(text));
            later.LoadState(saved);
            for (int step = 13; step < 26; step++) Step(later, resumed, step);
            for (int i = 0; i < straight.Length; i++) Near.Equal(straight[i].detach(), resumed[i].detach(), 0, $"{text} {type}");
            foreach ((string name, Tensor value) in whole.State()) Near.Equal(value, later.State()[name], 0, name);
        }
    }

    [Fact]
    public void The_state_is_named_after_parameters_and_slots()
    {
        using IDisposable scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> net = nn.Sequential(("conv", nn.Conv2d(2, 5, 3)));
        Assert.Equal(["conv.weight.column [1, 18]", "conv.weight.row [5, 1]", "conv.weight.step []", "conv.bias.step []", "conv.bias.v [5]"], Names(net, "adafactor"));
        Assert.Equal(
            ["conv.weight.left [5, 5]", "conv.weight.leftBasis [5, 5]", "conv.weight.m [5, 2, 3, 3]", "conv.weight.right [18, 18]", "conv.weight.rightBasis [18, 18]", "conv.weight.step []", "conv.weight.v [5, 2, 3, 3]",
                "conv.bias.m [5]", "conv.bias.step []", "conv.bias.v [5]"],
            Names(net, "soap"));

        static IEnumerable<string> Names(nn.Module net, string rule)
        {
            using TorchOptimizer optimizer = new(net, Notation.ParseOptimizer(rule));
            Leaves.Give([.. net.parameters()], 1);
            optimizer.step();
            return [.. optimizer.State().OrderByDescending(pair => pair.Key.Contains("weight", StringComparison.Ordinal)).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} [{string.Join(", ", pair.Value.shape)}]")];
        }
    }

    [Fact]
    public void A_state_of_another_rule_or_shape_is_refused_and_changes_nothing()
    {
        using IDisposable scope = NewDisposeScope();
        Assert.Contains("lacks 'parameter0.m'", Refused("adafactor", "muon", [6, 4]), StringComparison.Ordinal);
        Assert.Contains("has 'parameter0.left', which no parameter", Refused("soap", "adamw", [4, 4]), StringComparison.Ordinal);
        Assert.Contains("'parameter0.row' has shape [6, 1], but the parameter needs [4, 1]", Refused("adafactor", "adafactor", [4, 6]), StringComparison.Ordinal);

        static string Refused(string saved, string loading, long[] shape)
        {
            Parameter[] one = Leaves.Of(ScalarType.Float32, [shape[0] == 4 && saved == "soap" ? [4, 4] : [6, 4]]), other = Leaves.Of(ScalarType.Float32, [shape]);
            using TorchOptimizer from = new(one, Notation.ParseOptimizer(saved)), to = new(other, Notation.ParseOptimizer(loading));
            Step(from, one, 1);
            Step(to, other, 2);
            string[] before = [.. to.State().Values.SelectMany(value => value.Numbers()).Select(x => $"{x:R}")];
            string said = Assert.Throws<ArgumentException>(() => to.LoadState(from.State())).Message;
            Assert.Equal(before, to.State().Values.SelectMany(value => value.Numbers()).Select(x => $"{x:R}"));
            return said;
        }
    }

    [Fact]
    public void Groups_of_both_kinds_step_together()
    {
        using IDisposable scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> net = nn.Sequential(("hidden", nn.Linear(6, 5)), ("head", nn.Linear(5, 3)));
        Parameter[] parameters = [.. net.parameters()], alone = [.. parameters.Select(parameter => new Parameter(parameter.detach().clone()))];
        using TorchOptimizer both = new(net, new Muon());
        OptimizerGroup head = both.AddGroup(name => name.StartsWith("head", StringComparison.Ordinal), new AdamW(0.05));
        using TorchOptimizer muon = new(alone[..2], new Muon()), adamw = new(alone[2..], new AdamW(0.05));
        both.Groups[0].LearningRate = 0.01;
        muon.Groups[0].LearningRate = 0.01;
        for (int step = 0; step < 5; step++)
        {
            Leaves.Give(parameters, step);
            for (int i = 0; i < alone.Length; i++) alone[i].grad = parameters[i].grad!.clone();
            both.step();
            muon.step();
            adamw.step();
        }

        Assert.IsType<AdamW>(head.Rule);
        for (int i = 0; i < alone.Length; i++) Near.Equal(alone[i].detach(), parameters[i].detach(), 0, $"{i}");
    }

    [Fact]
    public void It_rests_while_another_group_climbs()
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] all = Leaves.Of(ScalarType.Float32, [4, 5], [3]), alone = [new(all[0].detach().clone())];
        using TorchOptimizer both = new(all[..1], new Muon()), muon = new(alone, new Muon());
        both.AddGroup(all[1..], new AdamW(0.05).With(new Sam()));
        Tensor start = all[1].detach().clone();
        for (int step = 0; step < 4; step++)
        {
            all[0].grad = Leaves.Numbers([4, 5], step, ScalarType.Float32);
            alone[0].grad = all[0].grad!.clone();
            both.step(() =>
            {
                all[1].grad = all[1].detach().clone();
                return zeros(1);
            });
            muon.step();
            Near.Equal(alone[0].detach(), all[0].detach(), 0, $"step {step}");
        }

        Assert.Equal(4, both.State()["parameter0.step"].item<long>());
        Near.Equal(muon.State()["parameter0.m"], both.State()["parameter0.m"], 0);
        Assert.NotEqual(0, Near.Distance(start, all[1].detach()));
    }

    [Fact]
    public void A_step_tells_its_norms_and_what_it_left_out()
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] all = Leaves.Of(ScalarType.Float32, [4, 3], [5], [2]);
        all[0].grad = Leaves.Numbers([4, 3], 1, ScalarType.Float32);
        all[1].grad = Leaves.Numbers([5], 2, ScalarType.Float32);
        Tensor[] before = [.. all.Select(parameter => parameter.detach().clone())];
        using TorchOptimizer optimizer = new(all, new Muon()) { MeasuresNorms = true };
        StepResult result = optimizer.TakeStep();
        Assert.True(result.Stepped);
        Assert.Equal(2, result.Parameters);
        Assert.Equal([("parameter2", "it has no gradient")], result.LeftOut);
        Assert.Equal(Norm([all[0].grad!, all[1].grad!]), result.GradientNorm!.Value, 1e-6);
        Assert.Equal(Norm([.. all.Select((parameter, i) => parameter.detach() - before[i])]), result.UpdateNorm!.Value, 1e-6);

        static double Norm(Tensor[] tensors) => Math.Sqrt(tensors.SelectMany(tensor => tensor.Numbers()).Sum(x => x * x));
    }

    [Fact]
    public void A_parameter_that_joins_later_counts_its_own_steps()
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] two = Leaves.Of(ScalarType.Float64, [4, 4], [4, 4]), alone = [new(two[1].detach().clone())];
        using TorchOptimizer optimizer = new(two, new Soap()), reference = new(alone, new Soap());
        for (int step = 0; step < 6; step++)
        {
            two[0].grad = Leaves.Numbers([4, 4], step, ScalarType.Float64);
            if (step >= 3) two[1].grad = alone[0].grad = Leaves.Numbers([4, 4], 100 + step, ScalarType.Float64);
            optimizer.step();
            if (step >= 3) reference.step();
        }

        Near.Equal(alone[0].detach(), two[1].detach(), 0);
        Assert.Equal(3, optimizer.State()["parameter1.step"].item<long>());
    }

    [Theory, MemberData(nameof(Rules))]
    public void Module_to_another_type_keeps_stepping_with_its_state(string text)
    {
        using IDisposable scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> net = nn.Linear(4, 3);
        using TorchOptimizer optimizer = new(net, Notation.ParseOptimizer(text));
        for (int step = 0; step < 4; step++)
        {
            if (step == 2) net.to(ScalarType.Float64);
            Step(optimizer, [.. net.parameters()], step);
        }

        Assert.Equal(4, optimizer.State()["weight.step"].item<long>());
        Assert.All(optimizer.State().Where(pair => !pair.Key.EndsWith("step", StringComparison.Ordinal)), pair => Assert.Equal(ScalarType.Float64, pair.Value.dtype));
        Assert.All(net.parameters(), parameter => Assert.All(parameter.Numbers(), x => Assert.True(double.IsFinite(x))));
    }

    [Fact]
    public void The_state_survives_a_file()
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] one = Leaves.Of(ScalarType.Float32, s_shapes);
        using TorchOptimizer optimizer = new(one, new Shampoo());
        Step(optimizer, one, 1);
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.safetensors");
        try
        {
            Safetensors.Save(file, optimizer.State());
            IReadOnlyDictionary<string, Tensor> read = Safetensors.Load(file);
            Assert.Equal(optimizer.State().Keys.Order(), read.Keys.Order());
            foreach ((string name, Tensor value) in optimizer.State()) Near.Equal(value, read[name], 0, name);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory, MemberData(nameof(Rules))]
    public void A_small_network_learns(string text)
    {
        using IDisposable scope = NewDisposeScope();
        random.manual_seed(1);
        using nn.Module<Tensor, Tensor> net = nn.Sequential(("in", nn.Linear(8, 16)), ("tanh", nn.Tanh()), ("out", nn.Linear(16, 1)));
        using TorchOptimizer optimizer = new(net, Notation.ParseOptimizer(text) with { Lr = 0.01 });
        Tensor x = Leaves.Numbers([64, 8], 3, ScalarType.Float32), y = (x.sum(1, keepdim: true) + x.narrow(1, 0, 1) * x.narrow(1, 1, 1)).detach();
        double first = 0, last = 0;
        for (int step = 0; step < 300; step++)
        {
            using IDisposable inner = NewDisposeScope();
            optimizer.zero_grad();
            Tensor loss = nn.functional.mse_loss(net.forward(x), y);
            loss.backward();
            optimizer.step();
            last = loss.item<float>();
            if (step == 0) first = last;
        }

        Assert.True(last < 0.1 * first, $"{first} → {last}");
    }

    [Theory, MemberData(nameof(Rules))]
    public void Thousands_of_steps_keep_memory_flat(string text)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Resident memory is read from /proc.");
        using IDisposable scope = NewDisposeScope();
        Parameter[] all = Leaves.Of(ScalarType.Float32, [48, 32], [32]);
        using TorchOptimizer optimizer = new(all, Notation.ParseOptimizer(text));
        Leaves.Give(all, 1);
        Run();
        long tensors = Tensor.TotalCount;
        double[] growth = [.. Enumerable.Range(0, 3).Select(_ =>
        {
            double before = Resident();
            Run();
            return Resident() - before;
        })];
        Assert.Equal(tensors, Tensor.TotalCount);
        Assert.InRange(growth.Min(), -1000, 3);

        void Run()
        {
            for (int step = 0; step < 500; step++) optimizer.step();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        static double Resident()
        {
            string line = File.ReadLines("/proc/self/status").First(text => text.StartsWith("VmRSS", StringComparison.Ordinal));
            return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], null) / 1024;
        }
    }

    private static void Step(TorchOptimizer optimizer, Parameter[] parameters, int seed)
    {
        Leaves.Give(parameters, seed);
        optimizer.step();
    }
}
