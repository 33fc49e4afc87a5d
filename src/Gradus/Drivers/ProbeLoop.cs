using System.Numerics;
using Gradus.Algebra;
using Gradus.Optimizers;

namespace Gradus.Drivers;

/// <summary>One probe over neighbouring elements.</summary>
internal static unsafe class ProbeLoop<TProbe, TState, TLanes, E>
    where TProbe : struct, IProbe<TLanes, TState>
    where TState : struct, IState<TState, TLanes>
    where TLanes : unmanaged, ILanes<TLanes, E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>After so many registers a sum moves on to double precision.</summary>
    private const nint Run = 128;

    public static Sums Sum(in TProbe given, E* parameter, E* gradient, E* state, nint stride, nint count)
    {
        TProbe probe = given;
        Sums sums = default;
        nint i = 0, whole = count / TLanes.Count * TLanes.Count;
        while (i < whole)
        {
            nint end = nint.Min(whole, i + Run * TLanes.Count);
            TLanes a = TLanes.Zero, b = TLanes.Zero, c = TLanes.Zero, d = TLanes.Zero;
            for (; i < end; i += TLanes.Count)
            {
                TState s = default;
                for (int slot = 0; slot < TState.Count; slot++) s[slot] = TLanes.Load(state + i + slot * stride);
                Quantities<TLanes> found = probe.Look(TLanes.Load(parameter + i), TLanes.Load(gradient + i), s);
                a += found.A;
                b += found.B;
                c += found.C;
                d += found.D;
            }

            sums += new Sums(Widen(a), Widen(b), Widen(c), Widen(d));
        }

        return i == count ? sums : sums + Last(in given, parameter + i, gradient + i, state + i, stride, count - i);
    }

    /// <summary>Fewer elements than a register holds.</summary>
    private static Sums Last(in TProbe probe, E* parameter, E* gradient, E* state, nint stride, nint count)
    {
        TState s = default;
        for (int slot = 0; slot < TState.Count; slot++) s[slot] = Tail.Load<TLanes, E>(state + slot * stride, count, E.One);
        Quantities<TLanes> found = probe.Look(Tail.Load<TLanes, E>(parameter, count, E.One), Tail.Load<TLanes, E>(gradient, count, E.One), s);
        return new(First(found.A, count), First(found.B, count), First(found.C, count), First(found.D, count));
    }

    private static double Widen(TLanes sum) => double.CreateTruncating(sum.Sum());

    /// <summary>The sum over the first lanes.</summary>
    private static double First(TLanes value, nint count)
    {
        E* lanes = stackalloc E[TLanes.Count];
        value.Store(lanes);
        double sum = 0;
        for (nint i = 0; i < count; i++) sum += double.CreateTruncating(lanes[i]);
        return sum;
    }
}
