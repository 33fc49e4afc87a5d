using Gradus.Optimizers;
using Gradus.Torch.Interop;
using TorchSharp;
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
    /// <param name="measures">Whether to tell the squares.</param>
    /// <returns>Σg² and Σ(Δθ)², where asked for.</returns>
    public static Sums Run(TensorOptimizer rule, StepContext at, Parameter parameter, TensorMemory memory, bool measures = false)
    {
        using IDisposable off = no_grad();
        using IDisposable scope = NewDisposeScope();
        TensorShape shape = TensorShape.Of(parameter.shape);
        ScalarType type = TensorMemory.Working(parameter.dtype);
        Tensor θ = Matrix(parameter.detach()), g = Matrix(parameter.grad!);
        int next = 0;
        TensorState<TorchMatrix> state = new(memory.Slots, _ => new(memory[next++]));
        Tensor? before = measures ? θ.to(ScalarType.Float64, copy: true) : null;
        TorchMatrix stepped = rule.Step(at, shape, new(θ), new(g), state);
        if (!stepped.Is(θ)) parameter.copy_(stepped.Tensor.reshape(parameter.shape));
        for (int slot = 0; slot < memory.Slots.Count; slot++)
        {
            if (!state[slot].Is(memory[slot])) memory[slot].copy_(state[slot].Tensor);
        }

        return before is null ? default : new(Squares(g), Squares(Matrix(parameter.detach()) - before));

        Tensor Matrix(Tensor tensor)
        {
            Tensor matrix = tensor.to(type).reshape(shape.Rows, shape.Columns);
            return IsAligned(matrix) ? matrix : matrix.clone();
        }
    }

    /// <summary>
    /// Products of matrices differ in their last bit by where the numbers lie, so that a run would not repeat itself with gradients
    /// that are views of something larger or came from an array.
    /// </summary>
    private static bool IsAligned(Tensor tensor)
    {
        const nint CacheLine = 64;
        return tensor.device_type != DeviceType.CPU || NativeTensor.Data(tensor.Handle) % CacheLine == 0;
    }

    private static double Squares(Tensor values)
    {
        Tensor wide = values.to(ScalarType.Float64);
        return (wide * wide).sum().item<double>();
    }
}
