using Gradus.Optimizers;

namespace Gradus.Drivers;

/// <summary>One slot of one tensor's state in memory, in whatever format it is stored.</summary>
/// <param name="format">The format.</param>
/// <param name="data">Its numbers, or codes; room for <see cref="BytesFor"/> bytes.</param>
/// <param name="scales">The scales of its blocks where it is in 8 bits, see <see cref="ScalesFor"/>.</param>
public readonly unsafe struct PackedSlot(StateFormat format, void* data, float* scales)
{
    private const nint Padding = 64;

    /// <summary>The format.</summary>
    public StateFormat Format { get; } = format;

    /// <summary>The first number or code.</summary>
    public void* Data { get; } = data;

    /// <summary>The scale of the first block.</summary>
    public float* Scales { get; } = scales;

    /// <summary>How many bytes so many elements take; whole cache lines.</summary>
    public static long BytesFor(StateFormat format, long count)
    {
        long bytes = count * format switch { StateFormat.EightBit => sizeof(byte), StateFormat.BFloat16 => sizeof(ushort), _ => sizeof(float) };
        return (bytes + Padding - 1) / Padding * Padding;
    }

    /// <summary>How many scales go with so many elements.</summary>
    public static long ScalesFor(StateFormat format, long count) =>
        format == StateFormat.EightBit ? (count + EightBitNumbers.BlockLength - 1) / EightBitNumbers.BlockLength : 0;

    /// <summary>Fills the whole slot with one number; memory that was never filled holds none.</summary>
    /// <param name="value">The number.</param>
    /// <param name="count">The slot's elements.</param>
    public void Fill(float value, nint count)
    {
        float* buffer = stackalloc float[Piece.Length];
        for (nint at = 0; at < count; at += Piece.Length)
        {
            new Span<float>(buffer, Piece.Length).Fill(value);
            Narrow(buffer, at, nint.Min(Piece.Length, count - at), key: 0);
        }
    }

    /// <summary>The numbers from <paramref name="begin"/> on, a multiple of 256, as float32.</summary>
    /// <param name="begin">The first one's place.</param>
    /// <param name="count">How many.</param>
    /// <param name="destination">Where they go: room for whole multiples of 16.</param>
    public void Widen(nint begin, nint count, float* destination)
    {
        switch (Format)
        {
            case StateFormat.EightBit:
                EightBitNumbers.Widen((byte*)Data + begin, Scales + begin / EightBitNumbers.BlockLength, destination, count);
                break;
            case StateFormat.BFloat16:
                BFloat16Numbers.Widen((ushort*)Data + begin, destination, count);
                break;
            default:
                new ReadOnlySpan<float>((float*)Data + begin, (int)count).CopyTo(new(destination, (int)count));
                break;
        }
    }

    /// <summary>Stores numbers from <paramref name="begin"/> on, a multiple of 256; whole blocks, but for the slot's last.</summary>
    /// <param name="source">The numbers, with room for whole multiples of 16: what lies behind the last is overwritten.</param>
    /// <param name="begin">The first one's place.</param>
    /// <param name="count">How many.</param>
    /// <param name="key">Whereby stochastic rounding is told from that of other steps and tensors.</param>
    public void Narrow(float* source, nint begin, nint count, ulong key)
    {
        switch (Format)
        {
            case StateFormat.EightBit:
                // What lies behind the last number must not count in its block.
                for (nint i = count; i % 16 != 0; i++) source[i] = 0;
                EightBitNumbers.Narrow(source, (byte*)Data + begin, Scales + begin / EightBitNumbers.BlockLength, count, key, begin);
                break;
            case StateFormat.BFloat16:
                BFloat16Numbers.NarrowStochastically(source, (ushort*)Data + begin, count, key, begin);
                break;
            default:
                new ReadOnlySpan<float>(source, (int)count).CopyTo(new((float*)Data + begin, (int)count));
                break;
        }
    }
}
