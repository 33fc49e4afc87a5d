using Gradus.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gradus.Torch.Optimizers;

/// <summary>One step of a rule of whole tensors on one parameter, by libtorch. What it makes on the way is gone when it ends.</summary>
internal static class TensorStep
{
    /// <summary>Takes the step in place.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="at">Which step, and at which rate.</param>
    /// <param name="parameter">The parameter; it has a gradient.</param>
    /// <param name="memory">What the rule remembers of it, made for the parameter's type and device.</param>
    public static void Run(TensorOptimizer rule, StepContext at, Parameter parameter, TensorMemory memory)
    {
        using IDisposable off = no_grad();
        using IDisposable scope = NewDisposeScope();
        TensorShape shape = TensorShape.Of(parameter.shape);
        ScalarType type = TensorMemory.Working(parameter.dtype);
        Tensor θ = Matrix(parameter.detach()), g = Matrix(parameter.grad!);
        int next = 0;
        TensorState<TorchMatrix> state = new(memory.Slots, _ => new(memory[next++]));
        TorchMatrix stepped = rule.Step(at, shape, new(θ), new(g), state);
        if (!stepped.Is(θ)) parameter.copy_(stepped.Tensor.reshape(parameter.shape));
        for (int slot = 0; slot < memory.Slots.Count; slot++)
        {
            if (!state[slot].Is(memory[slot])) memory[slot].copy_(state[slot].Tensor);
        }

        Tensor Matrix(Tensor tensor) => tensor.to(type).reshape(shape.Rows, shape.Columns);
    }
}
