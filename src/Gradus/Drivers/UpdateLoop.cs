using System.Numerics;
using System.Runtime.CompilerServices;
using Gradus.Algebra;
using Gradus.Optimizers;

namespace Gradus.Drivers;

/// <summary>One rule over neighbouring elements: the loop that every optimizer step is.</summary>
internal static unsafe class UpdateLoop<TRule, TState, TLanes, E>
    where TRule : struct, IUpdateRule<TLanes, TState>
    where TState : struct, IState<TState, TLanes>
    where TLanes : unmanaged, ILanes<TLanes, E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>The same, and Σg² and Σ(Δθ)² of it, by pieces that stay in the first cache.</summary>
    public static Sums SweepAndMeasure(in TRule rule, E* parameter, E* gradient, E* state, nint stride, nint count)
    {
        const int Piece = 1024;
        E* before = stackalloc E[Piece];
        Sums sums = default;
        for (nint i = 0; i < count; i += Piece)
        {
            nint now = nint.Min(Piece, count - i);
            new ReadOnlySpan<E>(parameter + i, (int)now).CopyTo(new(before, Piece));
            Sweep(in rule, parameter + i, gradient + i, state + i, stride, now);
            sums += ProbeLoop<Change, Stateless<TLanes>, TLanes, E>.Sum(default, before, parameter + i, null, 0, now);
            sums += ProbeLoop<Squares, Stateless<TLanes>, TLanes, E>.Sum(default, gradient + i, gradient + i, null, 0, now);
        }

        return sums;
    }

    private readonly struct Change : IProbe<TLanes, Stateless<TLanes>>
    {
        public Quantities<TLanes> Look(TLanes before, TLanes after, Stateless<TLanes> s) =>
            new(TLanes.Zero, (after - before) * (after - before), TLanes.Zero, TLanes.Zero);
    }

    private readonly struct Squares : IProbe<TLanes, Stateless<TLanes>>
    {
        public Quantities<TLanes> Look(TLanes θ, TLanes g, Stateless<TLanes> s) => new(g * g, TLanes.Zero, TLanes.Zero, TLanes.Zero);
    }

    public static void Sweep(in TRule given, E* parameter, E* gradient, E* state, nint stride, nint count)
    {
        TRule rule = given;
        nint i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            TLanes θ = TLanes.Load(parameter + i), g = TLanes.Load(gradient + i);
            TState s = default;
            if (TState.Count > 0) s[0] = TLanes.Load(state + i);
            if (TState.Count > 1) s[1] = TLanes.Load(state + i + stride);
            if (TState.Count > 2) s[2] = TLanes.Load(state + i + 2 * stride);
            for (int slot = 3; slot < TState.Count; slot++) s[slot] = TLanes.Load(state + i + slot * stride);
            rule.Step(ref θ, g, ref s);
            θ.Store(parameter + i);
            if (TState.Count > 0) s[0].Store(state + i);
            if (TState.Count > 1) s[1].Store(state + i + stride);
            if (TState.Count > 2) s[2].Store(state + i + 2 * stride);
            for (int slot = 3; slot < TState.Count; slot++) s[slot].Store(state + i + slot * stride);
        }

        if (i == count) return;
        if (count >= TLanes.Count) LastOfMany(in given, parameter, gradient, state, stride, count, count - i);
        else LastOfFew(in given, parameter, gradient, state, stride, count);
    }

    /// <summary>
    /// The last <paramref name="left"/> elements, as part of the last whole register. Its other lanes have taken their
    /// step already; they take it once more for nothing and are written back as they were.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LastOfMany(in TRule given, E* parameter, E* gradient, E* state, nint stride, nint count, nint left)
    {
        nint at = count - TLanes.Count;
        Mask<TLanes> isLeft = Tail.Last<TLanes, E>(left);
        TLanes oldθ = TLanes.Load(parameter + at), θ = oldθ;
        TState old = default;
        for (int slot = 0; slot < TState.Count; slot++) old[slot] = TLanes.Load(state + at + slot * stride);
        TState s = old;
        given.Step(ref θ, TLanes.Load(gradient + at), ref s);
        TLanes.Select(isLeft, θ, oldθ).Store(parameter + at);
        for (int slot = 0; slot < TState.Count; slot++) TLanes.Select(isLeft, s[slot], old[slot]).Store(state + at + slot * stride);
    }

    /// <summary>Fewer elements than a register holds. The unused lanes step harmlessly from 1 with gradient and state 1.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LastOfFew(in TRule given, E* parameter, E* gradient, E* state, nint stride, nint count)
    {
        TLanes θ = Tail.Load<TLanes, E>(parameter, count, E.One), g = Tail.Load<TLanes, E>(gradient, count, E.One);
        TState s = default;
        for (int slot = 0; slot < TState.Count; slot++) s[slot] = Tail.Load<TLanes, E>(state + slot * stride, count, E.One);
        given.Step(ref θ, g, ref s);
        Tail.Store(θ, parameter, count);
        for (int slot = 0; slot < TState.Count; slot++) Tail.Store(s[slot], state + slot * stride, count);
    }
}
