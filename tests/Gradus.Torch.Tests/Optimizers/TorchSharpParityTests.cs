using Gradus.Torch.Optimizers;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Gradus.Torch.Tests.Optimizers;

/// <summary>Where TorchSharp's own optimizer is right, changing over changes nothing: a small network takes the same path.</summary>
public class TorchSharpParityTests
{
    private static readonly Dictionary<string, Func<IEnumerable<Parameter>, optim.Optimizer>> s_theirs = new()
    {
        ["sgd(lr=0.05)"] = p => optim.SGD(p, 0.05),
        ["sgd(lr=0.05, momentum=0.9)"] = p => optim.SGD(p, 0.05, momentum: 0.9),
        ["sgd(lr=0.05, momentum=0.9, dampening=0.3)"] = p => optim.SGD(p, 0.05, momentum: 0.9, dampening: 0.3),
        ["sgd(lr=0.05, momentum=0.9, nesterov=true)"] = p => optim.SGD(p, 0.05, momentum: 0.9, nesterov: true),
        ["sgd(lr=0.05, momentum=0.9, weightDecay=0.02, nesterov=true)"] = p => optim.SGD(p, 0.05, momentum: 0.9, weight_decay: 0.02, nesterov: true),
        ["sgd(lr=0.05, momentum=0.9, maximize=true)"] = p => optim.SGD(p, 0.05, momentum: 0.9, maximize: true),
        ["adagrad(lr=0.05)"] = p => optim.Adagrad(p, 0.05),
        ["adagrad(lr=0.05, lrDecay=0.1, weightDecay=0.02, initialAccumulator=0.1)"] = p => optim.Adagrad(p, 0.05, 0.1, 0.02, 0.1),
        ["rmsprop(lr=0.01)"] = p => optim.RMSProp(p, 0.01),
        ["rmsprop(lr=0.01, alpha=0.9, weightDecay=0.02)"] = p => optim.RMSProp(p, 0.01, 0.9, weight_decay: 0.02),
        ["rmsprop(lr=0.01, centered=true)"] = p => optim.RMSProp(p, 0.01, centered: true),
        ["rmsprop(lr=0.01, momentum=0.7)"] = p => optim.RMSProp(p, 0.01, momentum: 0.7),
        ["rmsprop(lr=0.01, momentum=0.7, centered=true)"] = p => optim.RMSProp(p, 0.01, momentum: 0.7, centered: true),
        ["adam(lr=0.01)"] = p => optim.Adam(p, 0.01),
        ["adam(lr=0.01, weightDecay=0.02)"] = p => optim.Adam(p, 0.01, weight_decay: 0.02),
        ["adam(lr=0.01, beta1=0.8, beta2=0.95, amsgrad=true)"] = p => optim.Adam(p, 0.01, 0.8, 0.95, amsgrad: true),
        ["adam(lr=0.01, maximize=true)"] = p => optim.Adam(p, 0.01, maximize: true),
        ["adamw(lr=0.01)"] = p => optim.AdamW(p, 0.01, weight_decay: 0.01),
        ["adamw(lr=0.01, weightDecay=0.1, amsgrad=true)"] = p => optim.AdamW(p, 0.01, weight_decay: 0.1, amsgrad: true),
    };

    public static TheoryData<string> Rules { get; } = [.. s_theirs.Keys];

    [Theory, MemberData(nameof(Rules))]
    public void A_network_takes_the_same_path_in_double_precision(string rule) => SamePath(rule, ScalarType.Float64, 1e-12);

    [Theory, MemberData(nameof(Rules))]
    public void A_network_takes_the_same_path_in_single_precision(string rule) => SamePath(rule, ScalarType.Float32, 1e-6);

    private static void SamePath(string rule, ScalarType type, double tolerance)
    {
        using IDisposable scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> ours = Net(type), theirs = Net(type);
        using TorchOptimizer a = new(ours, Variants.Parse(rule));
        using optim.Optimizer b = s_theirs[rule](theirs.parameters());
        Tensor x = Leaves.Numbers([8, 6], 1, type), y = Leaves.Numbers([8, 3], 2, type);
        Parameter[] mine = [.. ours.parameters()], others = [.. theirs.parameters()];
        for (int step = 0; step < 12; step++)
        {
            // One gradient for both: what is compared is the rule, not how a network amplifies a rounding.
            a.zero_grad();
            nn.functional.mse_loss(ours.forward(x), y).backward();
            for (int i = 0; i < mine.Length; i++) others[i].grad = mine[i].grad!.clone();
            a.step();
            b.step();
        }

        for (int i = 0; i < mine.Length; i++) Near.Equal(others[i], mine[i], tolerance, $"{rule}, parameter {i}:");
    }

    private static nn.Module<Tensor, Tensor> Net(ScalarType type)
    {
        nn.Module<Tensor, Tensor> net = nn.Sequential(("in", nn.Linear(6, 9)), ("tanh", nn.Tanh()), ("out", nn.Linear(9, 3)));
        net.to(type);
        using IDisposable off = no_grad();
        int seed = 50;
        foreach (Parameter parameter in net.parameters()) parameter.copy_(Leaves.Numbers(parameter.shape, seed++, type));
        return net;
    }
}
