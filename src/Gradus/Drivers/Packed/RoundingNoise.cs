using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Gradus.Drivers;

/// <summary>
/// The random numbers of stochastic rounding: a function of a seed, the step, the tensor and the element, so that no thread count and no
/// interruption changes them.
/// </summary>
internal static class RoundingNoise
{
    /// <summary>What all blocks of one tensor in one step depend on, for one of its arrays.</summary>
    public static ulong Key(ulong seed, long step, int array)
    {
        ulong x = seed + 0x9E3779B97F4A7C15 * (ulong)step + 0xD1B54A32D192ED03 * (ulong)(array + 1);
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }

    /// <summary>The numbers of a block's first register, hashed from key and place as in Chris Wellons's lowbias32.</summary>
    /// <param name="key">What the numbers depend on besides the place.</param>
    /// <param name="block">The block's number in its tensor.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> First(ulong key, nint block)
    {
        Vector512<uint> x = (Vector512<uint>.Indices + Vector512.Create((uint)block * 16)) * Vector512.Create(0x9E3779B1u) + Vector512.Create((uint)key);
        x = (x ^ Vector512.ShiftRightLogical(x, 16)) * Vector512.Create(0x7FEB352Du);
        x = (x ^ Vector512.ShiftRightLogical(x, 15) ^ Vector512.Create((uint)(key >> 32))) * Vector512.Create(0x846CA68Bu);
        return x ^ Vector512.ShiftRightLogical(x, 16);
    }

    /// <summary>The next register's numbers, of which the upper halves are good: a linear congruence, with the multiplier of Numerical Recipes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> After(Vector512<uint> x) => x * Vector512.Create(1664525u) + Vector512.Create(1013904223u);
}
