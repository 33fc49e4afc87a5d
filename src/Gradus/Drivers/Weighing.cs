using System.Numerics;
using System.Runtime.CompilerServices;
using Gradus.Algebra;

namespace Gradus.Drivers;

/// <summary>What weights do: numbers are multiplied by them, and means divide by their sum.</summary>
internal static class Weighing
{
    /// <summary>A weight as a part of what a mean divides by. NaN is let through, and comes out as NaN.</summary>
    /// <exception cref="ArgumentException">It is negative: weights that cancel would make a mean of any size.</exception>
    public static double InMean(double weight, nint place) => !(weight < 0)
        ? weight
        : throw new ArgumentException(FormattableString.Invariant(
            $"weight {place} is {weight}, but a mean divides by the sum of the weights, so each must be ≥ 0; correct it, or take the sum."));

    /// <summary>Numbers times weights, where weight 0 makes 0 even of NaN and infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Weigh<TLanes, E>(TLanes weight, TLanes x)
        where TLanes : unmanaged, ILanes<TLanes, E>
        where E : unmanaged, IBinaryFloatingPointIeee754<E> => TLanes.Select(
            TLanes.Abs(weight) < TLanes.Constant(typeof(E) == typeof(float) ? float.Epsilon : double.Epsilon), TLanes.Zero, weight * x);
}
