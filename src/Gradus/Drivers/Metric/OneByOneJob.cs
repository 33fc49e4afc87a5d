using System.Numerics;
using Gradus.Algebra;

namespace Gradus.Drivers;

/// <summary>Compares the vectors of two sets one by one.</summary>
internal sealed unsafe class OneByOneJob<TMeeting, TLanes, E>(VectorSet<E> a, VectorSet<E> b, Comparison comparison, E* results) : Job
    where TMeeting : struct, IMeeting
    where TLanes : unmanaged, ILanes<TLanes, E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>How many registers are added up before their sum moves to double precision.</summary>
    private const nint Flush = 64;

    public override void Run(int part, int parts)
    {
        nint last = a.Count * (part + 1) / parts;
        for (nint i = a.Count * part / parts; i < last; i++)
        {
            double sum = Sum(a.Row(i), b.Row(i), a.Stride);
            results[i] = E.CreateTruncating(comparison.Offset + comparison.Sign * (comparison.HasRoot ? Math.Sqrt(sum) : sum));
        }
    }

    private static double Sum(E* x, E* y, nint stride)
    {
        double sum = 0;
        for (nint k = 0; k < stride;)
        {
            TLanes total = TLanes.Zero;
            for (nint end = nint.Min(k + Flush * TLanes.Count, stride); k < end; k += TLanes.Count)
            {
                total = TMeeting.Add<TLanes, E>(TLanes.Load(x + k), TLanes.Load(y + k), total);
            }

            sum += double.CreateTruncating(total.Sum());
        }

        return sum;
    }
}
