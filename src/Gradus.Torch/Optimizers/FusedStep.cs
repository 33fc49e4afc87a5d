using System.Numerics;
using Gradus.Drivers;
using Gradus.Optimizers;
using Gradus.Torch.Interop;
using static TorchSharp.torch;

namespace Gradus.Torch.Optimizers;

/// <summary>Collects parameters of one type in CPU memory, those of bfloat16 with those of float32, and sweeps them together.</summary>
internal sealed unsafe class FusedStep<E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    private readonly UpdateDriver<E> _driver;
    private readonly MeasuredSweep<E> _measured;
    private readonly List<CopiedParameter> _copies = [];
    private Segment<E>[] _segments = new Segment<E>[16];
    private int _count;

    public FusedStep(Width width)
    {
        _driver = new() { Width = width };
        _measured = new() { Width = width };
    }

    /// <summary>The same step in parts, for a rule that must measure first; null where no parameter was added.</summary>
    public MeasuredStep? Measured
    {
        get
        {
            if (_count == 0) return null;
            _measured.Segments = _segments.AsMemory(0, _count);
            return _measured;
        }
    }

    /// <summary>Adds a parameter to the sweep.</summary>
    public void Add(ParameterState state, nint gradient)
    {
        (nint parameter, nint slopes) = (state.Data, NativeTensor.Data(gradient));
        if (!state.IsContiguous || !NativeTensor.IsContiguous(gradient) || (ScalarType)NativeTensor.Type(gradient) != state.Type)
        {
            CopiedParameter copy = new(state);
            _copies.Add(copy);
            (parameter, slopes) = (copy.Parameter, copy.Gradient);
        }

        if (_count == _segments.Length) Array.Resize(ref _segments, 2 * _count);
        _segments[_count++] = new((E*)parameter, (E*)slopes, (E*)state.StateData, (nint)state.Stride, (nint)state.Count)
        {
            Rows = state.Rows,
            Step = state.Steps,
            Key = state.Key,
            Carried = state.Carried,
            IsBFloat16 = state.Type == ScalarType.BFloat16,
            Slots = state.Packed is { } packed ? packed.Slots : null,
            SlotCount = state.Packed?.Count ?? 0,
            Compensation = state.Packed is { } kept ? kept.Compensation : null,
            Seed = state.Seed,
        };
    }

    /// <summary>Takes the step of all that were added, in one sweep for each step number: bias corrections depend on it.</summary>
    public void Run(ElementwiseOptimizer rule, StepContext at)
    {
        for (int first = 0, end; first < _count; first = end)
        {
            long step = _segments[first].Step;
            for (end = first + 1; end < _count && _segments[end].Step == step;) end++;
            _driver.Step(rule, at with { Step = step }, _segments.AsMemory(first, end - first));
        }
    }

    /// <summary>Forgets what was added.</summary>
    /// <param name="stepped">Whether the step was taken.</param>
    public void Finish(bool stepped)
    {
        foreach (CopiedParameter copy in _copies) copy.Finish(stepped);
        _copies.Clear();
        _measured.Segments = default;
        _count = 0;
    }

    /// <summary>A parameter that does not lie in memory in the order of its shape, or whose gradient does not, as contiguous copies.</summary>
    private sealed class CopiedParameter
    {
        private readonly ParameterState _state;
        private readonly Tensor _parameter, _gradient;

        public CopiedParameter(ParameterState state)
        {
            _state = state;
            using IDisposable off = no_grad();
            using Tensor parameter = state.Parameter.detach(), given = state.Parameter.grad ?? parameter.alias(), typed = given.to(state.Type);
            _gradient = typed.contiguous().DetachFromDisposeScope();
            _parameter = parameter.contiguous().DetachFromDisposeScope();
        }

        public nint Parameter => NativeTensor.Data(_parameter.Handle);

        public nint Gradient => NativeTensor.Data(_gradient.Handle);

        public void Finish(bool stepped)
        {
            using IDisposable off = no_grad();
            if (stepped && !_state.IsContiguous) _state.Parameter.copy_(_parameter);
            _parameter.Dispose();
            _gradient.Dispose();
        }
    }
}
