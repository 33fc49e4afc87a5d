using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Gradus.Drivers;

/// <summary>bfloat16, the upper half of float32: widened exactly, narrowed to the nearest or stochastically.</summary>
/// <remarks>NaN and infinities stay what they are. The last few numbers go through a register of their own, nothing behind them is touched.</remarks>
internal static unsafe class BFloat16Numbers
{
    private const int Lanes = 16;

    public static void Widen(ushort* source, float* destination, nint count)
    {
        nint i = 0;
        for (; i <= count - Lanes; i += Lanes) Load(source + i).Store(destination + i);
        if (i == count) return;
        ushort* last = stackalloc ushort[Lanes];
        for (nint k = 0; k < count - i; k++) last[k] = source[i + k];
        Vector512<float> lanes = Load(last);
        for (int k = 0; k < count - i; k++) destination[i + k] = lanes[k];
    }

    /// <summary>Rounds each number up or down with the chances that make it right on average; <paramref name="begin"/> is the first one's place in its tensor, a multiple of 256.</summary>
    public static void NarrowStochastically(float* source, ushort* destination, nint count, ulong key, nint begin)
    {
        for (nint at = 0; at < count; at += EightBitNumbers.BlockLength)
        {
            Vector512<uint> random = RoundingNoise.First(key, (begin + at) / EightBitNumbers.BlockLength);
            nint end = nint.Min(count, at + EightBitNumbers.BlockLength), i = at;
            for (; i <= end - Lanes; i += Lanes, random = RoundingNoise.After(random)) Store(Stochastic(Vector512.Load(source + i), random), destination + i);
            if (i < end) StoreLast(Stochastic(LoadLast(source + i, end - i), random), destination + i, end - i);
        }
    }

    /// <summary>Rounds each number to the nearest, and what that took from it as well.</summary>
    public static void NarrowInTwo(float* source, ushort* destination, ushort* rest, nint count)
    {
        nint i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            Vector512<float> x = Vector512.Load(source + i);
            Vector512<uint> high = Nearest(x);
            Store(high, destination + i);
            Store(Nearest(Remainder(x, high)), rest + i);
        }

        if (i == count) return;
        Vector512<float> last = LoadLast(source + i, count - i);
        Vector512<uint> rounded = Nearest(last);
        StoreLast(rounded, destination + i, count - i);
        StoreLast(Nearest(Remainder(last, rounded)), rest + i, count - i);
    }

    /// <summary>Adds numbers to those that are there.</summary>
    public static void Add(ushort* source, float* destination, nint count)
    {
        nint i = 0;
        for (; i <= count - Lanes; i += Lanes) (Vector512.Load(destination + i) + Load(source + i)).Store(destination + i);
        for (; i < count; i++) destination[i] += BitConverter.UInt32BitsToSingle((uint)source[i] << 16);
    }

    /// <summary>Nothing is left of what is not finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Remainder(Vector512<float> x, Vector512<uint> rounded)
    {
        Vector512<float> rest = x - (rounded & Vector512.Create(0xFFFF0000u)).AsSingle();
        return Vector512.ConditionalSelect(Vector512.Equals(rest, rest), rest, Vector512<float>.Zero);
    }

    /// <summary>In the upper halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Stochastic(Vector512<float> x, Vector512<uint> random) =>
        Rounded(x, Vector512.ShiftRightLogical(random, 16));

    /// <summary>To the even one of two that are equally near.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Nearest(Vector512<float> x) =>
        Rounded(x, Vector512.Create(0x7FFFu) + (Vector512.ShiftRightLogical(x.AsUInt32(), 16) & Vector512.Create(1u)));

    /// <summary>What is added to a NaN could carry its digits over into a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Rounded(Vector512<float> x, Vector512<uint> added) =>
        Vector512.ConditionalSelect(Vector512.Equals(x, x).AsUInt32(), x.AsUInt32() + added, Vector512.Create(0x7FC00000u));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load(ushort* source)
    {
        Vector256<ushort> half = Vector256.Load(source);
        Vector512<uint> wide = Avx512F.IsSupported ? Avx512F.ConvertToVector512UInt32(half) : Vector512.Create(Vector256.WidenLower(half), Vector256.WidenUpper(half));
        return Vector512.ShiftLeft(wide, 16).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<uint> high, ushort* destination)
    {
        Vector512<uint> low = Vector512.ShiftRightLogical(high, 16);
        Vector256<ushort> half = Avx512F.IsSupported ? Avx512F.ConvertToVector256UInt16(low) : Vector256.Narrow(low.GetLower(), low.GetUpper());
        half.Store(destination);
    }

    private static Vector512<float> LoadLast(float* source, nint count)
    {
        float* last = stackalloc float[Lanes];
        for (nint k = 0; k < Lanes; k++) last[k] = k < count ? source[k] : 0;
        return Vector512.Load(last);
    }

    private static void StoreLast(Vector512<uint> high, ushort* destination, nint count)
    {
        ushort* last = stackalloc ushort[Lanes];
        Store(high, last);
        for (nint k = 0; k < count; k++) destination[k] = last[k];
    }
}
