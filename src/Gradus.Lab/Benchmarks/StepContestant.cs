using Gradus.Torch.Optimizers;
using static TorchSharp.torch;

namespace Gradus.Lab.Benchmarks;

/// <summary>One way to take optimizer steps, over memory of its own.</summary>
internal abstract class StepContestant : IDisposable
{
    /// <summary>Takes some steps, one after the other.</summary>
    public abstract void Step(int times);

    /// <summary>A forward and a backward pass that leave new gradients, where the contestant has any.</summary>
    public virtual void Backward()
    {
    }

    public abstract void Dispose();
}

/// <summary>Gradus, from one end to the other: <see cref="TorchOptimizer.step"/>, gradient handles and all.</summary>
internal sealed class GradusSteps(StepRule rule, ParameterSizes sizes) : StepContestant
{
    private readonly ParameterSet _set = new(sizes);
    private TorchOptimizer? _optimizer;

    public ParameterSet Set => _set;

    public override void Backward() => _set.Backward();

    public override void Step(int times)
    {
        _optimizer ??= new(_set.Parameters, rule.Ours);
        for (int i = 0; i < times; i++) _optimizer.step();
    }

    public override void Dispose()
    {
        _optimizer?.Dispose();
        _set.Dispose();
    }
}

/// <summary>TorchSharp's own optimizer, in a dispose scope as its users write it.</summary>
internal sealed class TorchSharpSteps(StepRule rule, ParameterSizes sizes) : StepContestant
{
    private readonly ParameterSet _set = new(sizes);
    private optim.Optimizer? _optimizer;

    public ParameterSet Set => _set;

    public override void Backward() => _set.Backward();

    public override void Step(int times)
    {
        _optimizer ??= rule.TorchSharp(_set.Parameters);
        for (int i = 0; i < times; i++)
        {
            using IDisposable scope = NewDisposeScope();
            _optimizer.step();
        }
    }

    public override void Dispose()
    {
        _optimizer?.Dispose();
        _set.Dispose();
    }
}
