using Gradus.Optimizers;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Gradus.Lab.Benchmarks;

/// <summary>One update rule as each contestant of the benchmark spells it, with the same hyperparameters.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Slots">Arrays of state: with the parameter, the arrays that a step reads and writes.</param>
/// <param name="Ours">The rule in Gradus.</param>
/// <param name="TorchSharp">TorchSharp's own optimizer.</param>
/// <param name="Peer">What libtorch offers for it: a fused kernel, or foreach operations where it has none.</param>
/// <param name="Script">Calls to that peer, over the lists theta, g, m, v and t (the step counts).</param>
public sealed record StepRule(
    string Name,
    int Slots,
    ElementwiseOptimizer Ours,
    Func<IEnumerable<Parameter>, optim.Optimizer> TorchSharp,
    string Peer,
    string Script)
{
    /// <summary>Arrays that one step passes over: the gradient is read; parameter and state are read and written.</summary>
    public int Streams => 1 + 2 * (1 + Slots);
}

/// <summary>The rules that are measured.</summary>
public static class StepRules
{
    /// <summary>AdamW, Adam, SGD with momentum, and RMSprop.</summary>
    public static IReadOnlyList<StepRule> All { get; } =
    [
        new("AdamW", Slots: 2, new AdamW(Lr: 1e-3, WeightDecay: 1e-2),
            parameters => optim.AdamW(parameters, lr: 1e-3, weight_decay: 1e-2),
            "_fused_adamw_", """
            torch._foreach_add_(t, 1)
            torch._fused_adamw_(theta, g, m, v, [], t, lr=1e-3, beta1=0.9, beta2=0.999, weight_decay=1e-2, eps=1e-8, amsgrad=False, maximize=False)
            """),
        new("Adam", Slots: 2, new Adam(Lr: 1e-3),
            parameters => optim.Adam(parameters, lr: 1e-3),
            "_fused_adam_", """
            torch._foreach_add_(t, 1)
            torch._fused_adam_(theta, g, m, v, [], t, lr=1e-3, beta1=0.9, beta2=0.999, weight_decay=0., eps=1e-8, amsgrad=False, maximize=False)
            """),
        new("SGD momentum", Slots: 1, new Sgd(Lr: 1e-3, Momentum: 0.9),
            parameters => optim.SGD(parameters, learningRate: 1e-3, momentum: 0.9),
            "_fused_sgd_", """
            torch._fused_sgd_(theta, g, m, weight_decay=0., momentum=0.9, lr=1e-3, dampening=0., nesterov=False, maximize=False, is_first_step=False)
            """),
        new("RMSprop", Slots: 1, new RmsProp(Lr: 1e-3, Alpha: 0.99),
            parameters => optim.RMSProp(parameters, lr: 1e-3, alpha: 0.99),
            "_foreach_…", """
            torch._foreach_mul_(m, 0.99)
            torch._foreach_addcmul_(m, g, g, 0.01)
            root = torch._foreach_sqrt(m)
            torch._foreach_add_(root, 1e-8)
            torch._foreach_addcdiv_(theta, g, root, -1e-3)
            """),
    ];

    /// <summary>The rule of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static StepRule Named(string name) =>
        All.FirstOrDefault(rule => string.Equals(rule.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"There is no rule '{name}' in the benchmark; choose from: {string.Join(", ", All.Select(rule => rule.Name))}.", nameof(name));
}
