using System.Runtime.InteropServices;
using Gradus.Optimizers;
using Gradus.Torch.Interop;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Gradus.Torch.Optimizers;

/// <summary>One parameter, the steps it has taken and what its rule remembers of them.</summary>
internal sealed class ParameterState(string name, Parameter parameter) : IDisposable
{
    private nint _gradient;
    private nint _parameterData;
    private Tensor? _block;
    private Tensor? _carried;

    public string Name { get; } = name;

    /// <summary>The name as a number, by which its random numbers differ from those of others. FNV-1a.</summary>
    public ulong Key { get; } = name.Aggregate(14695981039346656037, (hash, letter) => unchecked((hash ^ letter) * 1099511628211));

    public Parameter Parameter { get; set; } = parameter;

    public string StepName => $"{Name}.step";

    public long Steps { get; set; }

    public bool IsLost => Parameter.IsInvalid;

    public ScalarType Type { get; private set; }

    public bool IsOnCpu { get; private set; }

    /// <summary>Whether the elements lie one behind the other in memory, in the order of the shape.</summary>
    public bool IsContiguous { get; private set; }

    public long Count { get; private set; }

    /// <summary>How many rows a matrix has; 0 for a vector.</summary>
    public nint Rows { get; private set; }

    /// <summary>Where the numbers lie that the rule remembers for the whole tensor, or for each row; on the CPU always.</summary>
    public unsafe double* Carried => _carried is null ? null : (double*)NativeTensor.Data(_carried.Handle);

    /// <summary>From one slot to the next, in elements; a multiple of a cache line.</summary>
    public long Stride { get; private set; }

    public nint Data => _parameterData;

    public nint StateData { get; private set; }

    public long Bytes => _block is null ? 0 : _block.numel() * _block.ElementSize;

    /// <summary>A handle to the gradient for the duration of a step, or 0.</summary>
    public nint TakeGradient()
    {
        _gradient = NativeTensor.Gradient(Parameter.Handle);
        if (_gradient != 0 && NativeTensor.IsSparse(_gradient))
        {
            ReleaseGradient();
            throw new NotSupportedException($"Parameter '{Name}' has a sparse gradient; build the embedding with sparse: false.");
        }

        return _gradient;
    }

    /// <summary>Leaves the parameter without a gradient, so that no step moves it.</summary>
    public void DropGradient() => Parameter.grad = null;

    /// <summary>Lets go of the gradient; a step that was not taken gives its number back.</summary>
    public void EndStep(bool stepped)
    {
        if (_gradient != 0 && !stepped) Steps--;
        ReleaseGradient();
    }

    public void ReleaseGradient()
    {
        if (_gradient == 0) return;
        NativeTensor.Release(_gradient);
        _gradient = 0;
    }

    /// <summary>Fills the gradient with zeros in place, so that the next backward pass adds into the same memory.</summary>
    public unsafe void ZeroGradient()
    {
        nint gradient = NativeTensor.Gradient(Parameter.Handle);
        if (gradient == 0) return;
        bool isOneBlock = Parameter.device_type == DeviceType.CPU
            && !NativeTensor.IsSparse(gradient) && NativeTensor.IsContiguous(gradient)
            && (ScalarType)NativeTensor.Type(gradient) == Parameter.dtype;
        if (isOneBlock)
        {
            nuint bytes = (nuint)(NativeTensor.Count(gradient) * Parameter.ElementSize);
            NativeMemory.Clear((void*)NativeTensor.Data(gradient), bytes);
            NativeTensor.Release(gradient);
            return;
        }

        NativeTensor.Release(gradient);
        using IDisposable off = no_grad();
        using Tensor managed = Parameter.grad!;
        managed.zero_();
    }

    /// <summary>Learns where the parameter lies, if that changed, and makes or moves the state to match.</summary>
    public void Prepare(ElementwiseOptimizer rule, int slots)
    {
        nint handle = Parameter.Handle;
        nint data = NativeTensor.Data(handle);
        if (data == _parameterData && (ScalarType)NativeTensor.Type(handle) == Type) return;
        Type = Parameter.dtype;
        IsOnCpu = Parameter.device_type == DeviceType.CPU;
        IsContiguous = Parameter.is_contiguous();
        Count = Parameter.numel();
        Rows = Parameter.dim() < 2 ? 0 : (nint)Parameter.shape[0];
        const long CacheLine = 16;
        Stride = (Count + CacheLine - 1) / CacheLine * CacheLine;
        if (slots > 0)
        {
            Tensor old = _block ?? Fresh(rule, slots);
            using (no_grad()) _block = old.to(Type, Parameter.device).DetachFromDisposeScope();
            if (!ReferenceEquals(old, _block)) old.Dispose();
            StateData = NativeTensor.Data(_block.Handle);
        }

        if (rule.CarriedNames.Count > 0 && _carried is null)
        {
            long units = rule.Needs.HasFlag(Needs.Rows) && Rows > 0 ? Rows : 1;
            _carried = zeros(units, rule.CarriedNames.Count, ScalarType.Float64).DetachFromDisposeScope();
        }

        _parameterData = data;
    }

    /// <summary>A slot of the state, in the parameter's shape; the caller disposes of it.</summary>
    public Tensor Slot(int slot)
    {
        using Tensor row = _block!.narrow(0, slot * Stride, Count);
        return row.view(Parameter.shape);
    }

    public void AddTo(Dictionary<string, Tensor> all, ElementwiseOptimizer rule, IReadOnlyList<string> slots)
    {
        if (Steps == 0) return;
        all[StepName] = tensor(Steps, dtype: ScalarType.Int64);
        for (int i = 0; i < slots.Count; i++) all[$"{Name}.{slots[i]}"] = Slot(i);
        for (int i = 0; i < rule.CarriedNames.Count; i++) all[$"{Name}.{rule.CarriedNames[i]}"] = _carried!.select(1, i);
    }

    /// <summary>Refuses a state that does not fit; adds the names that belong here to <paramref name="known"/>.</summary>
    public void Check(IReadOnlyDictionary<string, Tensor> all, ElementwiseOptimizer rule, IReadOnlyList<string> slots, HashSet<string> known)
    {
        if (!all.ContainsKey(StepName)) return;
        known.Add(StepName);
        foreach (string slot in slots)
        {
            string name = $"{Name}.{slot}";
            known.Add(name);
            if (!all.TryGetValue(name, out Tensor? saved))
            {
                throw new ArgumentException($"The state lacks '{name}', which {Catalog.NameOf(rule)} needs; load a state that the same rule saved.");
            }

            if (!saved.shape.SequenceEqual(Parameter.shape))
            {
                throw new ArgumentException($"'{name}' has shape [{string.Join(", ", saved.shape)}], but the parameter has [{string.Join(", ", Parameter.shape)}]; load it into the model that saved it.");
            }
        }

        long units = rule.Needs.HasFlag(Needs.Rows) && Parameter.dim() > 1 ? Parameter.shape[0] : 1;
        foreach (string carried in rule.CarriedNames)
        {
            string name = $"{Name}.{carried}";
            known.Add(name);
            if (!all.TryGetValue(name, out Tensor? saved)) throw new ArgumentException($"The state lacks '{name}', which {Catalog.NameOf(rule)} needs; load a state that the same rule saved.");
            if (saved.numel() != units) throw new ArgumentException($"'{name}' holds {saved.numel()} numbers, but the parameter needs {units}; load it into the model that saved it.");
        }
    }

    /// <summary>Copies a state that was checked.</summary>
    public void Load(IReadOnlyDictionary<string, Tensor> all, ElementwiseOptimizer rule, IReadOnlyList<string> slots)
    {
        if (!all.TryGetValue(StepName, out Tensor? steps))
        {
            Forget();
            return;
        }

        Steps = steps.item<long>();
        Prepare(rule, slots.Count);
        using IDisposable off = no_grad();
        for (int i = 0; i < slots.Count; i++)
        {
            using Tensor slot = Slot(i);
            slot.copy_(all[$"{Name}.{slots[i]}"]);
        }

        for (int i = 0; i < rule.CarriedNames.Count; i++)
        {
            using Tensor column = _carried!.select(1, i);
            column.copy_(all[$"{Name}.{rule.CarriedNames[i]}"]);
        }
    }

    public void Dispose()
    {
        ReleaseGradient();
        Forget();
    }

    private void Forget()
    {
        _block?.Dispose();
        _block = null;
        _carried?.Dispose();
        _carried = null;
        _parameterData = 0;
        Steps = 0;
    }

    private Tensor Fresh(ElementwiseOptimizer rule, int slots)
    {
        Tensor block = zeros(slots * Stride, Type, Parameter.device).DetachFromDisposeScope();
        for (int slot = 0; slot < slots; slot++)
        {
            if (rule.InitialState(slot) is var start and not 0)
            {
                using Tensor row = block.narrow(0, slot * Stride, Stride);
                using Scalar number = start;
                row.fill_(number).Dispose();
            }
        }

        return block;
    }
}
