using System.Numerics;
using System.Runtime.CompilerServices;
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
            if (segment.IsBFloat16)
            {
                Owner._sums[index] = OfBFloat16<TLanes>(in block, in segment);
                return;
            }

            Owner._sums[index] = Of<TLanes>(segment.Parameter + block.Begin, segment.Gradient + block.Begin, block.Count);
        }

        private Sums OfBFloat16<TLanes>(in Block block, in Segment<E> segment) where TLanes : unmanaged, ILanes<TLanes, E>
        {
            float* parameter = stackalloc float[2 * Piece.Length], gradient = parameter + Piece.Length;
            Sums sums = default;
            for (nint at = 0; at < block.Count; at += Piece.Length)
            {
                nint count = nint.Min(Piece.Length, block.Count - at);
                BFloat16Numbers.Widen((ushort*)segment.Parameter + block.Begin + at, parameter, count);
                BFloat16Numbers.Widen((ushort*)segment.Gradient + block.Begin + at, gradient, count);
                sums += Of<TLanes>((E*)parameter, (E*)gradient, count);
            }

            return sums;
        }

        private Sums Of<TLanes>(E* parameter, E* gradient, nint count) where TLanes : unmanaged, ILanes<TLanes, E> =>
            Owner.Optimizer.Needs.HasFlag(Needs.Weights)
                ? ProbeLoop<GradientAndWeights<TLanes>, Stateless<TLanes>, TLanes, E>.Sum(default, parameter, gradient, null, 0, count)
                : ProbeLoop<GradientAlone<TLanes>, Stateless<TLanes>, TLanes, E>.Sum(default, gradient, gradient, null, 0, count);
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
        protected override void Visit<TLanes>(int index, in Block block, in Segment<E> segment)
        {
            StepContext at = Owner.Context(block.Unit);
            if (segment.IsPacked) OfPacked<TLanes>(index, at, in block, in segment);
            else Probe<TLanes>(index, at, segment.Parameter + block.Begin, segment.Gradient + block.Begin, segment.State + block.Begin, segment.Stride, block.Count);
        }

        /// <summary>A row may begin in the middle of a block of packed memory: what lies before it is widened for nothing.</summary>
        [SkipLocalsInit]
        private void OfPacked<TLanes>(int index, StepContext at, in Block block, in Segment<E> segment) where TLanes : unmanaged, ILanes<TLanes, E>
        {
            float* buffer = stackalloc float[Piece.Room(segment.SlotCount)];
            Piece piece = new(buffer, segment.SlotCount);
            Sums sums = default;
            nint end = block.Begin + block.Count, from = block.Begin / EightBitNumbers.BlockLength * EightBitNumbers.BlockLength;
            for (; from < end; from += Piece.Length)
            {
                piece.Open(in AsFloats(in segment), from, nint.Min(Piece.Length, end - from));
                nint skip = nint.Max(0, block.Begin - from);
                Probe<TLanes>(index, at, (E*)piece.Parameter + skip, (E*)piece.Gradient + skip, (E*)piece.State + skip, Piece.Length, nint.Min(Piece.Length, end - from) - skip);
                sums += Owner._sums[index];
            }

            Owner._sums[index] = sums;
        }

        private void Probe<TLanes>(int index, StepContext at, E* parameter, E* gradient, E* state, nint stride, nint count) where TLanes : unmanaged, ILanes<TLanes, E> =>
            Owner.Optimizer.ApplyProbe<TLanes, Probing<TLanes>>(at, new(parameter, gradient, state, stride, count, Owner, index));
    }

    private sealed class Stepping(MeasuredSweep<E> owner) : Pass(owner)
    {
        protected override void Visit<TLanes>(int index, in Block block, in Segment<E> segment)
        {
            Owner._sums[index] = default;
            if (segment.IsPacked) OfPacked<TLanes>(index, in block, in segment);
            else Update<TLanes>(index, block.Unit, segment.Parameter + block.Begin, segment.Gradient + block.Begin, segment.State + block.Begin, segment.Stride, block.Count);
        }

        /// <summary>
        /// Steps the elements of those blocks of packed memory that begin in a unit's. The last of them may reach into the rows behind,
        /// which step as their own measures say.
        /// </summary>
        [SkipLocalsInit]
        private void OfPacked<TLanes>(int index, in Block block, in Segment<E> segment) where TLanes : unmanaged, ILanes<TLanes, E>
        {
            float* buffer = stackalloc float[Piece.Room(segment.SlotCount)];
            Piece piece = new(buffer, segment.SlotCount);
            long step = segment.Step == 0 ? Owner.At.Step : segment.Step;
            nint end = Packed.BlockAfter(block.Begin + block.Count, segment.Count);
            nint width = Owner._blocks.WidthOf(in segment), unitEnd = (block.Begin / width + 1) * width;
            int unit = block.Unit;
            for (nint from = Packed.BlockAfter(block.Begin, segment.Count); from < end; from += Piece.Length)
            {
                nint count = nint.Min(Piece.Length, end - from);
                piece.Open(in AsFloats(in segment), from, count);
                for (nint at = from, until; at < from + count; at = until)
                {
                    for (; unitEnd <= at; unitEnd += width) unit++;
                    until = nint.Min(from + count, unitEnd);
                    Update<TLanes>(index, unit, (E*)piece.Parameter + (at - from), (E*)piece.Gradient + (at - from), (E*)piece.State + (at - from), Piece.Length, until - at);
                }

                piece.Close(step);
            }
        }

        private void Update<TLanes>(int index, int unit, E* parameter, E* gradient, E* state, nint stride, nint count) where TLanes : unmanaged, ILanes<TLanes, E> =>
            Owner.Optimizer.Apply<TLanes, Updating<TLanes>>(Owner.Context(unit), new(parameter, gradient, state, stride, count, Owner, index));
    }

    /// <summary>What is packed is float32 to those who step it.</summary>
    private static ref readonly Segment<float> AsFloats(in Segment<E> segment) => ref Unsafe.As<Segment<E>, Segment<float>>(ref Unsafe.AsRef(in segment));

    private readonly struct Updating<TLanes>(E* parameter, E* gradient, E* state, nint stride, nint count, MeasuredSweep<E> owner, int index) : IRuleUser<TLanes> where TLanes : unmanaged, ILanes<TLanes, E>
    {
        public void Run<TRule, TState>(TRule rule)
            where TRule : struct, IUpdateRule<TLanes, TState>
            where TState : struct, IState<TState, TLanes>
        {
            if (owner.MeasuresItself) owner._sums[index] += UpdateLoop<TRule, TState, TLanes, E>.SweepAndMeasure(in rule, parameter, gradient, state, stride, count);
            else UpdateLoop<TRule, TState, TLanes, E>.Sweep(in rule, parameter, gradient, state, stride, count);
        }
    }

    private readonly struct Probing<TLanes>(E* parameter, E* gradient, E* state, nint stride, nint count, MeasuredSweep<E> owner, int index) : IProbeUser<TLanes> where TLanes : unmanaged, ILanes<TLanes, E>
    {
        public void Run<TProbe, TState>(TProbe probe)
            where TProbe : struct, IProbe<TLanes, TState>
            where TState : struct, IState<TState, TLanes> => owner._sums[index] =
            ProbeLoop<TProbe, TState, TLanes, E>.Sum(in probe, parameter, gradient, state, stride, count);
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
