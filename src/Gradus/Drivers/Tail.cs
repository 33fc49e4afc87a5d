using System.Numerics;
using System.Runtime.CompilerServices;
using Gradus.Algebra;

namespace Gradus.Drivers;

/// <summary>The last few elements of an array, which do not fill a register.</summary>
internal static unsafe class Tail
{
    private const int WidestCount = 16;

    /// <summary>The last <paramref name="count"/> lanes of a register.</summary>
    public static Mask<TLanes> Last<TLanes, E>(nint count)
        where TLanes : unmanaged, ILanes<TLanes, E>
        where E : unmanaged, IBinaryFloatingPointIeee754<E> =>
        TLanes.Load(Flags<E>.Ones - TLanes.Count + count) > TLanes.Zero;

    /// <summary>Reads <paramref name="count"/> elements; the other lanes hold <paramref name="fill"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TLanes Load<TLanes, E>(E* source, nint count, E fill)
        where TLanes : unmanaged, ILanes<TLanes, E>
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        E* buffer = stackalloc E[WidestCount];
        for (int i = 0; i < TLanes.Count; i++) buffer[i] = i < count ? source[i] : fill;
        return TLanes.Load(buffer);
    }

    /// <summary>Writes the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Store<TLanes, E>(TLanes lanes, E* destination, nint count)
        where TLanes : unmanaged, ILanes<TLanes, E>
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        E* buffer = stackalloc E[WidestCount];
        lanes.Store(buffer);
        for (int i = 0; i < count; i++) destination[i] = buffer[i];
    }

    /// <summary>A register of zeros with a register of ones behind it: what is loaded across their border is a mask.</summary>
    private static class Flags<E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        private static readonly E[] s_flags = GC.AllocateArray<E>(2 * WidestCount, pinned: true);

        public static readonly E* Ones = Fill();

        private static E* Fill()
        {
            s_flags.AsSpan(WidestCount).Fill(E.One);
            return (E*)Unsafe.AsPointer(ref s_flags[WidestCount]);
        }
    }
}
