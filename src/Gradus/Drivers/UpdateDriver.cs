using System.Numerics;
using Gradus.Algebra;
using Gradus.Optimizers;

namespace Gradus.Drivers;

/// <summary>
/// Runs an elementwise rule over the memory of many tensors as over one long array: each byte is passed once, and the
/// array is split over the <see cref="Team"/> where that pays.
/// </summary>
/// <remarks>Keep one driver for each optimizer or parameter group: in steady state a step allocates nothing.</remarks>
/// <typeparam name="E"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class UpdateDriver<E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>Below this many elements, waking another thread costs more than it brings.</summary>
    internal const nint WorthSharing = 1 << 16;

    /// <summary>The least that a thread takes at a time.</summary>
    private const nint Piece = 1 << 15;

    private UpdateJob<E>? _job;
    private MeasuredSweep<E>? _measured;

    /// <summary>Which registers to use.</summary>
    public Width Width { get; init; } = Width.Widest;

    /// <summary>Takes one step on every segment.</summary>
    /// <param name="optimizer">The rule and its hyperparameters.</param>
    /// <param name="at">Which step, and at which rate.</param>
    /// <param name="segments">The parameters; nothing is checked, and the memory must stay put.</param>
    /// <returns>Why no step was taken, as a sentence without its end; null where one was.</returns>
    public string? Step(ElementwiseOptimizer optimizer, StepContext at, ReadOnlyMemory<Segment<E>> segments)
    {
        if (optimizer.Needs != Needs.None)
        {
            _measured ??= new() { Width = Width };
            _measured.Segments = segments;
            return _measured.Take(optimizer, at);
        }

        Call call = new(this, optimizer, at, segments);
        Width.Use<E, Call>(ref call);
        return null;
    }

    private readonly struct Call(UpdateDriver<E> driver, ElementwiseOptimizer optimizer, StepContext at, ReadOnlyMemory<Segment<E>> segments)
        : ILanesUser<E>
    {
        public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, E> =>
            optimizer.Apply<TLanes, Sweep<TLanes>>(at, new(driver, at.Step, segments));
    }

    private readonly struct Sweep<TLanes>(UpdateDriver<E> driver, long step, ReadOnlyMemory<Segment<E>> segments) : IRuleUser<TLanes>
        where TLanes : unmanaged, ILanes<TLanes, E>
    {
        public void Run<TRule, TState>(TRule rule)
            where TRule : struct, IUpdateRule<TLanes, TState>
            where TState : struct, IState<TState, TLanes>
        {
            if (driver._job is not UpdateJob<TRule, TState, TLanes, E> job)
            {
                driver._job = job = new UpdateJob<TRule, TState, TLanes, E>();
            }

            job.Rule = rule;
            job.Segments = segments;
            job.Step = step;
            job.Total = 0;
            foreach (ref readonly Segment<E> segment in segments.Span) job.Total += segment.Count;
            Team.Run(job, job.Total < WorthSharing ? 1 : Team.Pieces(job.Total / Piece));
            job.Segments = default;
        }
    }
}
