using System.Numerics;
using Gradus.Algebra;
using Gradus.Optimizers;

namespace Gradus.Drivers;

internal abstract class UpdateJob<E> : Job where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    public ReadOnlyMemory<Segment<E>> Segments { get; set; }

    public nint Total { get; set; }

    /// <summary>The step of segments that have no number of their own.</summary>
    public long Step { get; set; }
}

/// <summary>One rule over a list of segments, in one interpreter.</summary>
internal sealed unsafe class UpdateJob<TRule, TState, TLanes, E> : UpdateJob<E>
    where TRule : struct, IUpdateRule<TLanes, TState>
    where TState : struct, IState<TState, TLanes>
    where TLanes : unmanaged, ILanes<TLanes, E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>Parts begin at multiples of a cache line, so that no two threads write the same one.</summary>
    private const nint Grain = 64;

    private TRule _rule;

    public TRule Rule { set => _rule = value; }

    public override void Run(int part, int parts)
    {
        nint begin = Cut(part, parts), end = Cut(part + 1, parts), passed = 0;
        foreach (ref readonly Segment<E> segment in Segments.Span)
        {
            nint first = nint.Max(begin - passed, 0), last = nint.Min(end - passed, segment.Count);
            if (first < last && segment.IsPacked)
            {
                PackedLoop<TRule, TState, TLanes, E>.Sweep(in _rule, in segment, first, last, segment.Step == 0 ? Step : segment.Step);
            }
            else if (first < last)
            {
                UpdateLoop<TRule, TState, TLanes, E>.Sweep(
                    in _rule, segment.Parameter + first, segment.Gradient + first, segment.State + first, segment.Stride, last - first);
            }

            passed += segment.Count;
            if (passed >= end) break;
        }
    }

    private nint Cut(int part, int parts) =>
        part == parts ? Total : (nint)((Int128)Total * part / parts) / Grain * Grain;
}
