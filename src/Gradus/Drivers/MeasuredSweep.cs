using System.Numerics;
using Gradus.Algebra;
using Gradus.Optimizers;

namespace Gradus.Drivers;

/// <summary>A <see cref="MeasuredStep"/> over memory: each of its parts is one sweep, split over the <see cref="Team"/>.</summary>
/// <remarks>Sums are taken over blocks that do not depend on the number of threads, and added in order.</remarks>
/// <typeparam name="E"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed unsafe class MeasuredSweep<E> : MeasuredStep where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    private readonly BlockList _blocks = new();
    private readonly Pass _measuring, _looking, _stepping;
    private readonly Writing _writing;
    private Sums[] _sums = [];

    /// <summary>Makes one; keep it for the life of the optimizer: in steady state a step allocates nothing.</summary>
    public MeasuredSweep()
    {
        _measuring = new Measuring(this);
        _looking = new Looking(this);
        _stepping = new Stepping(this);
        _writing = new(this);
    }

    /// <summary>Which registers to use.</summary>
    public Width Width { get; init; } = Width.Widest;

    /// <summary>The parameters; nothing is checked, and the memory must stay put to the end of the step.</summary>
    public ReadOnlyMemory<Segment<E>> Segments { get; set; }

    /// <inheritdoc/>
    protected override int Units => _blocks.Units;

    /// <inheritdoc/>
    protected override int Tensors => Segments.Length;

    /// <summary>The whole step of parameters that are all there are.</summary>
    /// <param name="optimizer">The rule and its hyperparameters.</param>
    /// <param name="at">Which step, and at which rate; a segment may have a step of its own.</param>
    /// <returns>Why no step was taken, or null.</returns>
    public string? Take(ElementwiseOptimizer optimizer, StepContext at)
    {
        Measures whole = Measure(optimizer, at);
        if (optimizer.Refusal(whole) is { } refusal) return refusal;
        Step(Look(whole));
        return null;
    }

    /// <inheritdoc/>
    protected override void Cut(bool byRow)
    {
        _blocks.Build(Segments.Span, byRow);
        Grow(ref _sums, _blocks.Count);
    }

    /// <inheritdoc/>
    protected override int OwnerOf(int unit) => _blocks.Owners[unit];

    /// <inheritdoc/>
    protected override (long Step, bool IsVector) Describe(int tensor) => (Segments.Span[tensor].Step, Segments.Span[tensor].Rows == 0);

    /// <inheritdoc/>
    protected override double* CarriedOf(int tensor) => Segments.Span[tensor].Carried;

    /// <inheritdoc/>
    protected override void Measure(Span<Measures> units)
    {
        if ((Optimizer.Needs & (Needs.Gradient | Needs.Weights)) == 0) _sums.AsSpan(0, _blocks.Count).Clear();
        else Run(_measuring);
        for (int i = 0; i < _blocks.Count; i++) units[_blocks[i].Unit] += new Measures(_blocks[i].Count, _sums[i].A, _sums[i].B, _sums[i].C);
    }

    /// <inheritdoc/>
    protected override void AddNoise(int wrappers)
    {
        _writing.Wrappers = wrappers;
        Run(_writing);
    }

    /// <inheritdoc/>
    protected override void Look(Span<Sums> tensors)
    {
        Run(_looking);
        for (int i = 0; i < _blocks.Count; i++) tensors[_blocks[i].Segment] += _sums[i];
    }

    /// <inheritdoc/>
    protected override Sums Sweep()
    {
        Run(_stepping);
        Sums total = default;
        if (!MeasuresItself) return total;
        for (int i = 0; i < _blocks.Count; i++) total += _sums[i];
        return total;
    }

    private void Run(Pass pass) => Team.Run(pass, Team.Pieces(_blocks.Count), isSmall: _blocks.Elements < UpdateDriver<E>.WorthSharing);

    private abstract class Pass(MeasuredSweep<E> owner) : Job
    {
        protected MeasuredSweep<E> Owner => owner;

        public override void Run(int part, int parts)
        {
            int count = owner._blocks.Count;
            Call call = new(this, (int)((long)count * part / parts), (int)((long)count * (part + 1) / parts));
            owner.Width.Use<E, Call>(ref call);
        }

        protected abstract void Visit<TLanes>(int index, in Block block, in Segment<E> segment) where TLanes : unmanaged, ILanes<TLanes, E>;

        private readonly struct Call(Pass pass, int first, int end) : ILanesUser<E>
        {
            public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, E>
            {
                for (int i = first; i < end; i++)
                {
                    ref readonly Block block = ref pass.Owner._blocks[i];
                    pass.Visit<TLanes>(i, in block, in pass.Owner.Segments.Span[block.Segment]);
                }
            }
        }
    }

    private sealed class Measuring(MeasuredSweep<E> owner) : Pass(owner)
    {
        protected override void Visit<TLanes>(int index, in Block block, in Segment<E> segment)
        {
            E* gradient = segment.Gradient + block.Begin, parameter = segment.Parameter + block.Begin;
            Owner._sums[index] = Owner.Optimizer.Needs.HasFlag(Needs.Weights)
                ? ProbeLoop<GradientAndWeights<TLanes>, Stateless<TLanes>, TLanes, E>.Sum(default, parameter, gradient, null, 0, block.Count)
                : ProbeLoop<GradientAlone<TLanes>, Stateless<TLanes>, TLanes, E>.Sum(default, gradient, gradient, null, 0, block.Count);
        }
    }

    private sealed class Writing(MeasuredSweep<E> owner) : Pass(owner)
    {
        public int Wrappers { get; set; }

        protected override void Visit<TLanes>(int index, in Block block, in Segment<E> segment)
        {
            ElementwiseOptimizer optimizer = Owner.Optimizer;
            StepContext at = Owner.Context(block.Unit);
            ulong key = segment.Key != 0 ? segment.Key : (ulong)block.Segment + 1;
            NoiseLoop<TLanes, E>.Add(
                Wrapping.Fold(optimizer, at, Wrappers), ((Noise)optimizer.Wrappers[Wrappers]).Stream(key, at.Step), segment.Gradient + block.Begin, block.Begin, block.Count);
        }
    }

    private sealed class Looking(MeasuredSweep<E> owner) : Pass(owner)
    {
        protected override void Visit<TLanes>(int index, in Block block, in Segment<E> segment) =>
            Owner.Optimizer.ApplyProbe<TLanes, Probing<TLanes>>(Owner.Context(block.Unit), new(segment, block, Owner, index));
    }

    private sealed class Stepping(MeasuredSweep<E> owner) : Pass(owner)
    {
        protected override void Visit<TLanes>(int index, in Block block, in Segment<E> segment) =>
            Owner.Optimizer.Apply<TLanes, Updating<TLanes>>(Owner.Context(block.Unit), new(segment, block, Owner, index));
    }

    private readonly struct Updating<TLanes>(Segment<E> segment, Block block, MeasuredSweep<E> owner, int index) : IRuleUser<TLanes> where TLanes : unmanaged, ILanes<TLanes, E>
    {
        public void Run<TRule, TState>(TRule rule)
            where TRule : struct, IUpdateRule<TLanes, TState>
            where TState : struct, IState<TState, TLanes>
        {
            E* parameter = segment.Parameter + block.Begin, gradient = segment.Gradient + block.Begin, state = segment.State + block.Begin;
            if (owner.MeasuresItself) owner._sums[index] = UpdateLoop<TRule, TState, TLanes, E>.SweepAndMeasure(in rule, parameter, gradient, state, segment.Stride, block.Count);
            else UpdateLoop<TRule, TState, TLanes, E>.Sweep(in rule, parameter, gradient, state, segment.Stride, block.Count);
        }
    }

    private readonly struct Probing<TLanes>(Segment<E> segment, Block block, MeasuredSweep<E> owner, int index) : IProbeUser<TLanes> where TLanes : unmanaged, ILanes<TLanes, E>
    {
        public void Run<TProbe, TState>(TProbe probe)
            where TProbe : struct, IProbe<TLanes, TState>
            where TState : struct, IState<TState, TLanes> => owner._sums[index] = ProbeLoop<TProbe, TState, TLanes, E>.Sum(
                in probe, segment.Parameter + block.Begin, segment.Gradient + block.Begin, segment.State + block.Begin, segment.Stride, block.Count);
    }

    private readonly struct GradientAlone<T> : IProbe<T, Stateless<T>> where T : struct, IReal<T>
    {
        public Quantities<T> Look(T θ, T g, Stateless<T> s) => new(g, g * g, T.Zero, T.Zero);
    }

    private readonly struct GradientAndWeights<T> : IProbe<T, Stateless<T>> where T : struct, IReal<T>
    {
        public Quantities<T> Look(T θ, T g, Stateless<T> s) => new(g, g * g, θ * θ, T.Zero);
    }
}
