using System.Numerics;
using System.Runtime.CompilerServices;
using Gradus.Algebra;
using Gradus.Optimizers;

namespace Gradus.Drivers;

internal abstract class UpdateJob<E> : Job where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    public ReadOnlyMemory<Segment<E>> Segments { get; set; }

    public nint Total { get; set; }
}

/// <summary>One rule over a list of segments, in one interpreter: the loop that every optimizer step is.</summary>
internal sealed unsafe class UpdateJob<TRule, TState, TLanes, E> : UpdateJob<E>
    where TRule : struct, IUpdateRule<TLanes, TState>
    where TState : struct, IState<TState, TLanes>
    where TLanes : unmanaged, ILanes<TLanes, E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>Parts begin at multiples of a cache line, so that no two threads write the same one.</summary>
    private const nint Grain = 64;

    public TRule Rule { get; set; }

    public override void Run(int part, int parts)
    {
        nint begin = Cut(part, parts), end = Cut(part + 1, parts), passed = 0;
        foreach (ref readonly Segment<E> segment in Segments.Span)
        {
            nint first = nint.Max(begin - passed, 0), last = nint.Min(end - passed, segment.Count);
            if (first < last)
            {
                Sweep(segment.Parameter + first, segment.Gradient + first, segment.State + first, segment.Stride, last - first);
            }

            passed += segment.Count;
            if (passed >= end) break;
        }
    }

    private nint Cut(int part, int parts) =>
        part == parts ? Total : (nint)((Int128)Total * part / parts) / Grain * Grain;

    private void Sweep(E* parameter, E* gradient, E* state, nint stride, nint count)
    {
        TRule rule = Rule;
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
        if (count >= TLanes.Count) LastOfMany(parameter, gradient, state, stride, count, count - i);
        else LastOfFew(parameter, gradient, state, stride, count);
    }

    /// <summary>
    /// The last <paramref name="left"/> elements, as part of the last whole register. Its other lanes have taken their
    /// step already; they take it once more for nothing and are written back as they were.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void LastOfMany(E* parameter, E* gradient, E* state, nint stride, nint count, nint left)
    {
        nint at = count - TLanes.Count;
        Mask<TLanes> isLeft = Tail.Last<TLanes, E>(left);
        TLanes oldθ = TLanes.Load(parameter + at), θ = oldθ;
        TState old = default;
        for (int slot = 0; slot < TState.Count; slot++) old[slot] = TLanes.Load(state + at + slot * stride);
        TState s = old;
        Rule.Step(ref θ, TLanes.Load(gradient + at), ref s);
        TLanes.Select(isLeft, θ, oldθ).Store(parameter + at);
        for (int slot = 0; slot < TState.Count; slot++) TLanes.Select(isLeft, s[slot], old[slot]).Store(state + at + slot * stride);
    }

    /// <summary>Fewer elements than a register holds. The unused lanes step harmlessly from 1 with gradient and state 1.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void LastOfFew(E* parameter, E* gradient, E* state, nint stride, nint count)
    {
        TLanes θ = Tail.Load<TLanes, E>(parameter, count, E.One), g = Tail.Load<TLanes, E>(gradient, count, E.One);
        TState s = default;
        for (int slot = 0; slot < TState.Count; slot++) s[slot] = Tail.Load<TLanes, E>(state + slot * stride, count, E.One);
        Rule.Step(ref θ, g, ref s);
        Tail.Store(θ, parameter, count);
        for (int slot = 0; slot < TState.Count; slot++) Tail.Store(s[slot], state + slot * stride, count);
    }
}
