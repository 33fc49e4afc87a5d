using System.Numerics;
using Gradus.Algebra;
using Gradus.Optimizers;

namespace Gradus.Drivers;

/// <summary>Writes a changed gradient with Gaussian noise back to memory.</summary>
internal static unsafe class NoiseLoop<TLanes, E>
    where TLanes : unmanaged, ILanes<TLanes, E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    private const int Piece = 256;

    /// <param name="adjustment">What the wrappers before the noise do.</param>
    /// <param name="noise">The noise of this tensor in this step.</param>
    /// <param name="gradient">Where to write.</param>
    /// <param name="first">The first element's place in its tensor.</param>
    /// <param name="count">How many elements.</param>
    public static void Add(Adjustment adjustment, NoiseStream noise, E* gradient, nint first, nint count)
    {
        GradientChange<TLanes> change = new(adjustment);
        TLanes σ = TLanes.Constant(noise.Deviation), turn = TLanes.Constant(2 * Math.PI), minusTwo = TLanes.Constant(-2);
        E* u = stackalloc E[2 * Piece];
        E* v = u + Piece;
        for (nint begin = 0; begin < count; begin += Piece)
        {
            int now = (int)nint.Min(Piece, count - begin);
            for (int i = 0; i < Piece; i++) (u[i], v[i]) = i < now ? noise.Uniform<E>(first + begin + i) : (E.One, E.One);
            for (int i = 0; i < now; i += TLanes.Count)
            {
                // Box, Muller (1958): each pair of uniform numbers makes one normal number, so that every element stands for itself.
                TLanes n = TLanes.Sqrt(minusTwo * TLanes.Log(TLanes.Load(u + i))) * TLanes.Cos(turn * TLanes.Load(v + i));
                E* place = gradient + begin + i;
                if (now - i >= TLanes.Count) (change.Of(TLanes.Load(place)) + σ * n).Store(place);
                else Tail.Store(change.Of(Tail.Load<TLanes, E>(place, now - i, E.One)) + σ * n, place, now - i);
            }
        }
    }
}
