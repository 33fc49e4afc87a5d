using System.Runtime.CompilerServices;
using Gradus.Drivers;
using Gradus.Optimizers;
using Gradus.Torch.Interop;
using static TorchSharp.torch;

namespace Gradus.Torch.Optimizers;

/// <summary>The state of one parameter in CPU memory, each slot in a format of its own.</summary>
internal sealed unsafe class PackedState : IDisposable
{
    private readonly StateFormat[] _formats;
    private readonly PackedSlot[] _slots;
    private readonly Tensor[] _numbers;
    private readonly Tensor?[] _scales;
    private readonly Tensor? _compensation;
    private readonly long _count;

    /// <summary>Makes the state of a parameter that has taken no step.</summary>
    /// <param name="formats">The format of each slot.</param>
    /// <param name="count">The parameter's elements.</param>
    /// <param name="compensates">Whether what rounding takes from the weights is kept.</param>
    /// <param name="initial">What each slot holds before the first step.</param>
    public PackedState(IReadOnlyList<StateFormat> formats, long count, bool compensates, Func<int, double> initial)
    {
        _formats = [.. formats];
        _count = count;
        _numbers = [.. formats.Select(format => Room(format, count))];
        _scales = [.. formats.Select(format => format == StateFormat.EightBit ? zeros(PackedSlot.ScalesFor(format, count)).DetachFromDisposeScope() : null)];
        _compensation = compensates ? Room(StateFormat.BFloat16, count) : null;
        // Pinned, since a sweep keeps its address.
        _slots = GC.AllocateArray<PackedSlot>(formats.Count, pinned: true);
        for (int i = 0; i < formats.Count; i++)
        {
            float* scales = _scales[i] is { } tensor ? (float*)NativeTensor.Data(tensor.Handle) : null;
            _slots[i] = new(formats[i], (void*)NativeTensor.Data(_numbers[i].Handle), scales);
            _slots[i].Fill((float)initial(i), (nint)count);
        }
    }

    public long Bytes => _numbers.Concat(_scales.OfType<Tensor>()).Append(_compensation).OfType<Tensor>().Sum(tensor => tensor.numel() * tensor.ElementSize);

    public int Count => _slots.Length;

    public PackedSlot* Slots => _slots.Length == 0 ? null : (PackedSlot*)Unsafe.AsPointer(ref _slots[0]);

    /// <summary>What rounding took from the weights, or null.</summary>
    public ushort* Compensation => _compensation is null ? null : (ushort*)NativeTensor.Data(_compensation.Handle);

    /// <summary>Whether it is stored as asked.</summary>
    public bool Fits(IReadOnlyList<StateFormat> formats, bool compensates) => compensates == (_compensation is not null) && _formats.SequenceEqual(formats);

    /// <summary>A slot's numbers or codes in the given shape, sharing its memory; the caller disposes of it.</summary>
    public Tensor Numbers(int slot, long[] shape) => Shaped(_numbers[slot], shape);

    /// <summary>The scales of a slot's blocks, sharing its memory; null where it has none.</summary>
    public Tensor? Scales(int slot) => _scales[slot]?.alias();

    /// <summary>What rounding took from the weights, sharing its memory; null where it is not kept.</summary>
    public Tensor? CompensationIn(long[] shape) => _compensation is null ? null : Shaped(_compensation, shape);

    /// <summary>A slot as float32 in the given shape: a copy.</summary>
    public Tensor Widened(int slot, long[] shape)
    {
        const nint Step = 1 << 16;
        using Tensor wide = zeros((_count + 15) / 16 * 16, ScalarType.Float32);
        float* to = (float*)NativeTensor.Data(wide.Handle);
        for (nint at = 0; at < (nint)_count; at += Step) _slots[slot].Widen(at, nint.Min(Step, (nint)_count - at), to + at);
        return Shaped(wide, shape);
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _numbers) tensor.Dispose();
        foreach (Tensor? tensor in _scales) tensor?.Dispose();
        _compensation?.Dispose();
    }

    private Tensor Shaped(Tensor padded, long[] shape)
    {
        using Tensor exact = padded.narrow(0, 0, _count);
        return exact.view(shape);
    }

    private static Tensor Room(StateFormat format, long count)
    {
        (ScalarType type, int size) = format switch
        {
            StateFormat.EightBit => (ScalarType.Byte, sizeof(byte)),
            StateFormat.BFloat16 => (ScalarType.BFloat16, sizeof(ushort)),
            _ => (ScalarType.Float32, sizeof(float)),
        };
        return zeros(PackedSlot.BytesFor(format, count) / size, type).DetachFromDisposeScope();
    }
}
