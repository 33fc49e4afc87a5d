using System.Numerics;
using Gradus.Drivers;
using Gradus.Optimizers;
using Gradus.Torch.Interop;
using static TorchSharp.torch;

namespace Gradus.Torch.Optimizers;

/// <summary>Collects parameters of one type in CPU memory and sweeps them together.</summary>
internal sealed unsafe class FusedStep<E>(Width width) where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    private readonly UpdateDriver<E> _driver = new() { Width = width };
    private Segment<E>[] _segments = new Segment<E>[16];
    private int _count;
    private long _step;

    /// <summary>
    /// Adds a parameter to the sweep. Where it, or its gradient, does not lie in memory in the order of its shape, it
    /// takes its step at once, through a contiguous copy.
    /// </summary>
    public void Add(ParameterState state, nint gradient, ElementwiseOptimizer rule, double rate)
    {
        if (!state.IsContiguous || !NativeTensor.IsContiguous(gradient) || (ScalarType)NativeTensor.Type(gradient) != state.Type)
        {
            StepThroughCopies(state, rule, rate);
            return;
        }

        // Parameters that joined later are at an earlier step: bias corrections differ, so they sweep apart.
        if (_count > 0 && state.Steps != _step) Run(rule, rate);
        _step = state.Steps;
        if (_count == _segments.Length) Array.Resize(ref _segments, 2 * _count);
        _segments[_count++] = Segment(state, state.Data, NativeTensor.Data(gradient));
    }

    /// <summary>Takes the step of all that were added.</summary>
    public void Run(ElementwiseOptimizer rule, double rate)
    {
        if (_count == 0) return;
        _driver.Step(rule, new(_step, rate), _segments.AsMemory(0, _count));
        _count = 0;
    }

    private void StepThroughCopies(ParameterState state, ElementwiseOptimizer rule, double rate)
    {
        using IDisposable off = no_grad();
        using Tensor given = state.Parameter.grad!;
        using Tensor typed = given.to(state.Type);
        using Tensor gradient = typed.contiguous();
        using Tensor parameter = state.Parameter.detach().contiguous();
        Segment<E>[] alone = [Segment(state, NativeTensor.Data(parameter.Handle), NativeTensor.Data(gradient.Handle))];
        _driver.Step(rule, new(state.Steps, rate), alone);
        if (!state.IsContiguous) state.Parameter.copy_(parameter);
    }

    private static Segment<E> Segment(ParameterState state, nint parameter, nint gradient) =>
        new((E*)parameter, (E*)gradient, (E*)state.StateData, (nint)state.Stride, (nint)state.Count);
}
