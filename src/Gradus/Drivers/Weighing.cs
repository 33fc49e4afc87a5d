using System.Numerics;
using System.Runtime.CompilerServices;
using Gradus.Algebra;

namespace Gradus.Drivers;

/// <summary>Numbers times weights, where weight 0 makes 0 even of NaN and infinity.</summary>
internal static class Weighing
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Weigh<TLanes, E>(TLanes weight, TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, E>
        where E : unmanaged, IBinaryFloatingPointIeee754<E> => TLanes.Select(
            TLanes.Abs(weight) < TLanes.Constant(typeof(E) == typeof(float) ? float.Epsilon : double.Epsilon), TLanes.Zero, weight * x);
}
