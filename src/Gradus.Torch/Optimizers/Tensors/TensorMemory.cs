using Gradus.Optimizers;
using static TorchSharp.torch;

namespace Gradus.Torch.Optimizers;

/// <summary>What a rule of whole tensors remembers of one parameter: a tensor for each slot.</summary>
/// <param name="slots">The slots.</param>
internal sealed class TensorMemory(IReadOnlyList<TensorSlot> slots) : IDisposable
{
    private Tensor[]? _tensors;

    public IReadOnlyList<TensorSlot> Slots => slots;

    public long Bytes => _tensors?.Sum(tensor => tensor.numel() * tensor.ElementSize) ?? 0;

    public Tensor this[int slot] => _tensors![slot];

    /// <summary>Rules compute in float64 where the parameter has it, otherwise in float32, also where the parameter has less; so they remember.</summary>
    public static ScalarType Working(ScalarType type) => type == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;

    /// <summary>Makes the tensors, or moves them to where the parameter is by now.</summary>
    public void Prepare(ScalarType parameterType, Device device)
    {
        ScalarType type = Working(parameterType);
        if (_tensors is null)
        {
            _tensors = [.. slots.Select(slot => zeros(slot.Rows, slot.Columns, dtype: type, device: device).DetachFromDisposeScope())];
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

    public void Forget()
    {
        foreach (Tensor tensor in _tensors ?? []) tensor.Dispose();
        _tensors = null;
    }

    public void Dispose() => Forget();
}
