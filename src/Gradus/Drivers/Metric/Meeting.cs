using System.Numerics;
using System.Runtime.CompilerServices;
using Gradus.Algebra;

namespace Gradus.Drivers;

/// <summary>What two coordinates contribute to a comparison of vectors.</summary>
internal interface IMeeting
{
    /// <summary>The sum and what a and b add to it.</summary>
    static abstract TLanes Add<TLanes, E>(TLanes a, TLanes b, TLanes sum)
        where TLanes : unmanaged, ILanes<TLanes, E>
        where E : unmanaged, IBinaryFloatingPointIeee754<E>;
}

/// <summary>(a − b)², so that near vectors keep the digits that ‖a‖² − 2a·b + ‖b‖² would lose.</summary>
internal readonly struct Difference : IMeeting
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Add<TLanes, E>(TLanes a, TLanes b, TLanes sum)
        where TLanes : unmanaged, ILanes<TLanes, E>
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        TLanes difference = a - b;
        return TLanes.MultiplyAdd(difference, difference, sum);
    }
}

/// <summary>a·b.</summary>
internal readonly struct Product : IMeeting
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Add<TLanes, E>(TLanes a, TLanes b, TLanes sum)
        where TLanes : unmanaged, ILanes<TLanes, E>
        where E : unmanaged, IBinaryFloatingPointIeee754<E> => TLanes.MultiplyAdd(a, b, sum);
}
