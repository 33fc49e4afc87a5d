using System.Runtime.Intrinsics.X86;

namespace Gradus.Drivers;

/// <summary>A few neighbouring elements of a segment whose memory is not that of float32, widened so that any rule can step them.</summary>
/// <remarks>All of a piece, weights, gradient and state, stays in the first cache from widening to narrowing.</remarks>
internal unsafe ref struct Piece
{
    /// <summary>The most elements; whole blocks of every format.</summary>
    public const int Length = 512;

    private readonly float* _buffer;
    private readonly int _slots;
    private Segment<float> _segment;
    private nint _begin, _count;

    /// <summary>A piece in memory of the caller.</summary>
    /// <param name="buffer">Room for <see cref="Room"/> numbers.</param>
    /// <param name="slots">How many slots of the state take part.</param>
    public Piece(float* buffer, int slots)
    {
        _buffer = buffer;
        _slots = slots;
        State = buffer + 2 * Length;
    }

    /// <summary>How many numbers a piece needs room for.</summary>
    public static int Room(int slots) => (2 + slots) * Length;

    /// <summary>The widened θ, or θ itself.</summary>
    public float* Parameter { get; private set; }

    /// <summary>The widened g, or g itself.</summary>
    public float* Gradient { get; private set; }

    /// <summary>The widened state; slots lie <see cref="Length"/> apart.</summary>
    public float* State { get; }

    /// <summary>Widens the elements from <paramref name="begin"/> on, a multiple of 256.</summary>
    public void Open(in Segment<float> segment, nint begin, nint count)
    {
        (_segment, _begin, _count) = (segment, begin, count);
        Parameter = segment.Parameter + begin;
        Gradient = segment.Gradient + begin;
        if (segment.IsBFloat16)
        {
            Parameter = _buffer;
            Gradient = _buffer + Length;
            BFloat16Numbers.Widen((ushort*)segment.Parameter + begin, Parameter, count);
            BFloat16Numbers.Widen((ushort*)segment.Gradient + begin, Gradient, count);
            if (segment.Compensation != null) BFloat16Numbers.Add(segment.Compensation + begin, Parameter, count);
        }

        for (int slot = 0; slot < _slots; slot++) segment.Slots[slot].Widen(begin, count, State + slot * Length);
        Fetch((byte*)(segment.Parameter + begin) + Ahead, Length * sizeof(float));
        Fetch((byte*)(segment.Gradient + begin) + Ahead, Length * sizeof(float));
    }

    /// <summary>
    /// Widening and narrowing do not touch memory, and the processor's own fetching stands still meanwhile: the next piece is asked for
    /// beforehand. Asking for what lies behind the end does no harm.
    /// </summary>
    private static void Fetch(byte* from, int bytes)
    {
        if (!Sse.IsSupported) return;
        for (int at = 0; at < bytes; at += 64) Sse.Prefetch0(from + at);
    }

    private const int Ahead = 2 * Length * sizeof(float);

    /// <summary>Stores what the step left.</summary>
    /// <param name="step">The step's number, on which rounding depends.</param>
    public readonly void Close(long step)
    {
        if (_segment.IsBFloat16)
        {
            ushort* weights = (ushort*)_segment.Parameter + _begin;
            if (_segment.Compensation != null) BFloat16Numbers.NarrowInTwo(Parameter, weights, _segment.Compensation + _begin, _count);
            else BFloat16Numbers.NarrowStochastically(Parameter, weights, _count, RoundingNoise.Key(_segment.Seed, step, -1), _begin);
        }

        for (int slot = 0; slot < _slots; slot++)
        {
            _segment.Slots[slot].Narrow(State + slot * Length, _begin, _count, RoundingNoise.Key(_segment.Seed, step, slot));
        }
    }
}
