using System.Runtime.InteropServices;
using Gradus.Drivers;
using Gradus.Optimizers;
using Gradus.Torch.Interop;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Gradus.Torch.Optimizers;

/// <summary>One parameter, the steps it has taken and what its rule remembers of them.</summary>
internal sealed class ParameterState(string name, Parameter parameter) : IDisposable
{
    private const string Scale = "scale", Compensation = "kahan";

    private nint _gradient;
    private bool _swept;
    private nint _parameterData;
    private Tensor? _block;
    private PackedState? _packed;
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

    public long Bytes => _packed?.Bytes ?? (_block is null ? 0 : _block.numel() * _block.ElementSize);

    /// <summary>The state where it is stored in few bits, or where the weights are; null where it lies at <see cref="StateData"/>.</summary>
    public PackedState? Packed => _packed;

    /// <summary>What tells this parameter's random numbers from those of others: its name, hashed by FNV-1a.</summary>
    public ulong Seed { get; } = name.Aggregate(0xCBF29CE484222325, (hash, letter) => (hash ^ letter) * 0x100000001B3);

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
    /// <param name="rule">The rule.</param>
    /// <param name="slots">How many slots its state has.</param>
    /// <param name="swept">Whether a sweep over CPU memory shall step it, where one can.</param>
    /// <exception cref="NotSupportedException">The state shall be stored in few bits where no sweep can step it.</exception>
    public void Prepare(ElementwiseOptimizer rule, int slots, bool swept)
    {
        nint handle = Parameter.Handle;
        nint data = NativeTensor.Data(handle);
        if (data == _parameterData && (ScalarType)NativeTensor.Type(handle) == Type && swept == _swept) return;
        Type = Parameter.dtype;
        IsOnCpu = Parameter.device_type == DeviceType.CPU;
        IsContiguous = Parameter.is_contiguous();
        Count = Parameter.numel();
        Rows = Parameter.dim() < 2 ? 0 : (nint)Parameter.shape[0];
        _swept = swept;
        StateFormat[] formats = Formats(rule, slots);
        bool isPacked = swept && IsOnCpu && (Type == ScalarType.BFloat16 || formats.Any(format => format != StateFormat.Full));
        if (isPacked) Pack(rule, formats);
        else Unpack(rule, formats);
        if (rule.CarriedNames.Count > 0 && _carried is null)
        {
            long units = rule.Needs.HasFlag(Needs.Rows) && Rows > 0 ? Rows : 1;
            _carried = zeros(units, rule.CarriedNames.Count, ScalarType.Float64).DetachFromDisposeScope();
        }

        _parameterData = data;
    }

    /// <summary>State in few bits is made anew, or stays: other state is never rounded on the way.</summary>
    private void Pack(ElementwiseOptimizer rule, StateFormat[] formats)
    {
        bool compensates = Compensates(rule);
        if (_packed is not null && _packed.Fits(formats, compensates)) return;
        PackedState packed = new(formats, Count, compensates, rule.InitialState);
        using IDisposable off = no_grad();
        for (int i = 0; i < formats.Length && (_packed is not null || _block is not null); i++)
        {
            if (formats[i] != StateFormat.Full) throw new NotSupportedException($"The state of '{Name}' was not stored in few bits before; it is not rounded behind your back: build a new optimizer.");
            using Tensor slot = packed.Numbers(i, Parameter.shape), old = _packed?.Widened(i, Parameter.shape) ?? Slot(i);
            slot.copy_(old);
        }

        _packed?.Dispose();
        _packed = packed;
        _block?.Dispose();
        _block = null;
    }

    private void Unpack(ElementwiseOptimizer rule, StateFormat[] formats)
    {
        if (Array.Exists(formats, format => format != StateFormat.Full))
        {
            string where = !IsOnCpu ? $"lies on {Parameter.device}" : Type == ScalarType.Float16 ? "is of float16" : "is stepped by a script";
            throw new NotSupportedException($"State in few bits is for parameters of float32 and bfloat16 on the CPU, but '{Name}' {where}; leave out state8 and state16.");
        }

        const long CacheLine = 16;
        Stride = (Count + CacheLine - 1) / CacheLine * CacheLine;
        if (formats.Length == 0 || (_packed is null && _block is { } same && same.dtype == StateType && same.device == Parameter.device)) return;
        using IDisposable off = no_grad();
        Tensor old = _packed is null && _block is not null ? _block : Fresh(rule, formats.Length);
        for (int i = 0; i < formats.Length && _packed is not null; i++)
        {
            using Tensor row = old.narrow(0, i * Stride, Count), shaped = row.view(Parameter.shape), wide = _packed.Widened(i, Parameter.shape);
            shaped.copy_(wide);
        }

        _packed?.Dispose();
        _packed = null;
        _block = old.to(StateType, Parameter.device).DetachFromDisposeScope();
        if (!ReferenceEquals(old, _block)) old.Dispose();
        StateData = NativeTensor.Data(_block.Handle);
    }

    /// <summary>A slot of state that is not packed, in the parameter's shape; the caller disposes of it.</summary>
    public Tensor Slot(int slot)
    {
        using Tensor row = _block!.narrow(0, slot * Stride, Count);
        return row.view(Parameter.shape);
    }

    private StateFormat[] Formats(ElementwiseOptimizer rule, int slots) =>
        [.. Enumerable.Range(0, slots).Select(slot => IsKeptWhole ? StateFormat.Full : rule.FormatOf(slot, slots))];

    private bool IsKeptWhole => Parameter.dtype == ScalarType.Float64 || Parameter.numel() < StorageWrapper.SmallestTensor;

    private bool Compensates(ElementwiseOptimizer rule) =>
        Parameter.dtype == ScalarType.BFloat16 && Parameter.device_type == DeviceType.CPU && rule.Wrappers.Any(wrapper => wrapper is Kahan);

    /// <summary>Sixteen bits are too few for what a rule remembers, unless that is asked for.</summary>
    private ScalarType StateType => Type is ScalarType.BFloat16 or ScalarType.Float16 ? ScalarType.Float32 : Type;

    public void AddTo(Dictionary<string, Tensor> all, ElementwiseOptimizer rule, IReadOnlyList<string> slots)
    {
        if (Steps == 0) return;
        all[StepName] = tensor(Steps, dtype: ScalarType.Int64);
        for (int i = 0; i < slots.Count; i++)
        {
            all[$"{Name}.{slots[i]}"] = _packed?.Numbers(i, Parameter.shape) ?? Slot(i);
            if (_packed?.Scales(i) is { } scales) all[$"{Name}.{slots[i]}.{Scale}"] = scales;
        }

        if (_packed?.CompensationIn(Parameter.shape) is { } rest) all[$"{Name}.{Compensation}"] = rest;
        for (int i = 0; i < rule.CarriedNames.Count; i++) all[$"{Name}.{rule.CarriedNames[i]}"] = _carried!.select(1, i);
    }

    /// <summary>Refuses a state that does not fit; adds the names that belong here to <paramref name="known"/>.</summary>
    public void Check(IReadOnlyDictionary<string, Tensor> all, ElementwiseOptimizer rule, IReadOnlyList<string> slots, HashSet<string> known)
    {
        if (!all.ContainsKey(StepName)) return;
        known.Add(StepName);
        StateFormat[] formats = Formats(rule, slots.Count);
        for (int i = 0; i < slots.Count; i++)
        {
            Tensor saved = Find(all, $"{Name}.{slots[i]}", rule, known);
            CheckShape(saved, $"{Name}.{slots[i]}", Parameter.shape);
            CheckFormat(saved, $"{Name}.{slots[i]}", formats[i]);
            if (formats[i] == StateFormat.EightBit)
            {
                string name = $"{Name}.{slots[i]}.{Scale}";
                CheckShape(Find(all, name, rule, known), name, [PackedSlot.ScalesFor(formats[i], Parameter.numel())]);
            }
        }

        if (Compensates(rule)) CheckShape(Find(all, $"{Name}.{Compensation}", rule, known), $"{Name}.{Compensation}", Parameter.shape);

        long units = rule.Needs.HasFlag(Needs.Rows) && Parameter.dim() > 1 ? Parameter.shape[0] : 1;
        foreach (string carried in rule.CarriedNames)
        {
            string name = $"{Name}.{carried}";
            Tensor saved = Find(all, name, rule, known);
            if (saved.numel() != units) throw new ArgumentException($"'{name}' holds {saved.numel()} numbers, but the parameter needs {units}; load it into the model that saved it.");
        }
    }

    private static Tensor Find(IReadOnlyDictionary<string, Tensor> all, string name, ElementwiseOptimizer rule, HashSet<string> known)
    {
        known.Add(name);
        return all.TryGetValue(name, out Tensor? saved)
            ? saved
            : throw new ArgumentException($"The state lacks '{name}', which {Catalog.NameOf(rule)} needs; load a state that the same rule saved.");
    }

    private static void CheckShape(Tensor saved, string name, long[] shape)
    {
        if (saved.shape.SequenceEqual(shape)) return;
        throw new ArgumentException($"'{name}' has shape [{string.Join(", ", saved.shape)}], but the parameter has [{string.Join(", ", shape)}]; load it into the model that saved it.");
    }

    private static void CheckFormat(Tensor saved, string name, StateFormat format)
    {
        StateFormat was = saved.dtype switch { ScalarType.Byte => StateFormat.EightBit, ScalarType.BFloat16 => StateFormat.BFloat16, _ => StateFormat.Full };
        if (was == format) return;
        throw new ArgumentException($"'{name}' was saved {Words(was)}, but this optimizer keeps it {Words(format)}; load it into an optimizer {Remedy(was)}.");

        static string Words(StateFormat format) => format switch { StateFormat.EightBit => "in 8 bits", StateFormat.BFloat16 => "in bfloat16", _ => "whole" };
        static string Remedy(StateFormat was) => was switch { StateFormat.EightBit => "with state8", StateFormat.BFloat16 => "with state16", _ => "without state8 and state16" };
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
        Prepare(rule, slots.Count, _parameterData == 0 || _swept);
        using IDisposable off = no_grad();
        for (int i = 0; i < slots.Count; i++)
        {
            using Tensor slot = _packed?.Numbers(i, Parameter.shape) ?? Slot(i);
            slot.copy_(all[$"{Name}.{slots[i]}"]);
            using Tensor? scales = _packed?.Scales(i);
            scales?.copy_(all[$"{Name}.{slots[i]}.{Scale}"]);
        }

        using Tensor? rest = _packed?.CompensationIn(Parameter.shape);
        rest?.copy_(all[$"{Name}.{Compensation}"]);

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
        _packed?.Dispose();
        _packed = null;
        _carried?.Dispose();
        _carried = null;
        _parameterData = 0;
        Steps = 0;
    }

    private Tensor Fresh(ElementwiseOptimizer rule, int slots)
    {
        Tensor block = zeros(slots * Stride, StateType, Parameter.device).DetachFromDisposeScope();
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
