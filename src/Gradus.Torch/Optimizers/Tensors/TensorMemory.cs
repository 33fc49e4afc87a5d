using Gradus.Optimizers;
using static TorchSharp.torch;

namespace Gradus.Torch.Optimizers;

/// <summary>What a rule of whole tensors remembers of one parameter: a tensor for each slot.</summary>
internal sealed class TensorMemory : IDisposable
{
    private readonly ParameterState _state;
    private readonly TensorOptimizer _rule;
    private readonly TensorShape _shape;
    private Tensor[]? _tensors;

    public TensorMemory(ParameterState state, TensorOptimizer rule)
    {
        _state = state;
        _rule = rule;
        _shape = TensorShape.Of(state.Parameter.shape);
        Slots = rule.Slots(_shape);
    }

    public IReadOnlyList<TensorSlot> Slots { get; }

    public long Bytes => _tensors?.Sum(tensor => tensor.numel() * tensor.ElementSize) ?? 0;

    public Tensor this[int slot] => _tensors![slot];

    /// <summary>Rules compute in float64 where the parameter has it, otherwise in float32, also where the parameter has less; so they remember.</summary>
    public static ScalarType Working(ScalarType type) => type == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;

    /// <summary>Makes the tensors, or moves them to where the parameter is by now.</summary>
    public void Prepare()
    {
        ScalarType type = Working(_state.Parameter.dtype);
        Device device = _state.Parameter.device;
        if (_tensors is null)
        {
            _tensors = [.. Slots.Select(slot => zeros(slot.Rows, slot.Columns, dtype: type, device: device).DetachFromDisposeScope())];
            return;
        }

        for (int i = 0; i < _tensors.Length; i++)
        {
            Tensor old = _tensors[i];
            if (old.dtype == type && old.device_type == device.type && old.device_index == device.index) continue;
            _tensors[i] = old.to(type, device).DetachFromDisposeScope();
            old.Dispose();
        }
    }

    public void AddTo(Dictionary<string, Tensor> all)
    {
        if (_state.Steps == 0) return;
        all[_state.StepName] = tensor(_state.Steps, dtype: ScalarType.Int64);
        for (int i = 0; i < Slots.Count; i++) all[NameOf(i)] = this[i].view(ShapeOf(i));
    }

    /// <summary>Refuses a state that does not fit; adds the names that belong here to <paramref name="known"/>.</summary>
    public void Check(IReadOnlyDictionary<string, Tensor> all, HashSet<string> known)
    {
        if (!all.ContainsKey(_state.StepName)) return;
        known.Add(_state.StepName);
        for (int i = 0; i < Slots.Count; i++)
        {
            string name = NameOf(i);
            known.Add(name);
            if (!all.TryGetValue(name, out Tensor? saved))
            {
                throw new ArgumentException($"The state lacks '{name}', which {Catalog.NameOf(_rule)} needs; load a state that the same rule saved.");
            }

            if (!saved.shape.SequenceEqual(ShapeOf(i)))
            {
                throw new ArgumentException($"'{name}' has shape [{string.Join(", ", saved.shape)}], but the parameter needs [{string.Join(", ", ShapeOf(i))}]; load it into the model that saved it.");
            }
        }
    }

    /// <summary>Copies a state that was checked.</summary>
    public void Load(IReadOnlyDictionary<string, Tensor> all)
    {
        if (!all.TryGetValue(_state.StepName, out Tensor? steps))
        {
            Dispose();
            _state.Steps = 0;
            return;
        }

        _state.Steps = steps.item<long>();
        Prepare();
        using IDisposable off = no_grad();
        for (int i = 0; i < Slots.Count; i++)
        {
            using Tensor slot = this[i].view(ShapeOf(i));
            slot.copy_(all[NameOf(i)]);
        }
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _tensors ?? []) tensor.Dispose();
        _tensors = null;
    }

    private string NameOf(int slot) => $"{_state.Name}.{Slots[slot].Name}";

    /// <summary>A slot as large as the parameter is saved in its shape.</summary>
    private long[] ShapeOf(int slot) => (Slots[slot].Rows, Slots[slot].Columns) == (_shape.Rows, _shape.Columns)
        ? _state.Parameter.shape
        : [Slots[slot].Rows, Slots[slot].Columns];
}
