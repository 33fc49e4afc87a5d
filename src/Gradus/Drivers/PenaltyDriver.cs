using System.Numerics;
using Gradus.Algebra;
using Gradus.Penalties;

namespace Gradus.Drivers;

/// <summary>Runs a penalty over a parameter in memory: its value, and its gradient added to the one that is there.</summary>
public static unsafe class PenaltyDriver
{
    /// <summary>The unit of work; sums are taken over units in order, so that they do not depend on the threads.</summary>
    private const nint Unit = 1 << 14;

    /// <summary>Evaluates an element penalty and adds its gradient.</summary>
    /// <param name="penalty">The penalty.</param>
    /// <param name="parameter">θ.</param>
    /// <param name="gradient">Where ∂R/∂θ is added; null where only the value is wanted.</param>
    /// <param name="count">How many elements.</param>
    /// <param name="width">Which registers to use.</param>
    /// <returns>The sum over the elements, added up in double precision.</returns>
    public static double Add<E>(IElementPenalty penalty, E* parameter, E* gradient, nint count, Width width = Width.Widest)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        double[] sums = new double[(count + Unit - 1) / Unit];
        penalty.Accept(new Visitor<E>(new(parameter, gradient, count, step: null), sums, width));
        double sum = 0;
        foreach (double part in sums) sum += part;
        return sum;
    }

    /// <summary>Takes the proximal step of an element penalty in place.</summary>
    /// <param name="penalty">The penalty.</param>
    /// <param name="parameter">θ.</param>
    /// <param name="count">How many elements.</param>
    /// <param name="step">The rate of the step.</param>
    /// <param name="width">Which registers to use.</param>
    public static void Prox<E>(IElementPenalty penalty, E* parameter, nint count, double step, Width width = Width.Widest)
        where E : unmanaged, IBinaryFloatingPointIeee754<E> =>
        penalty.Accept(new Visitor<E>(new(parameter, null, count, step), new double[(count + Unit - 1) / Unit], width));

    /// <summary>Where the numbers lie; with a step, the proximal step is asked for.</summary>
    private readonly struct Place<E>(E* parameter, E* gradient, nint count, double? step)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        public E* Parameter { get; } = parameter;

        public E* Gradient { get; } = gradient;

        public nint Count { get; } = count;

        public double? Step { get; } = step;
    }

    private readonly struct Visitor<E>(Place<E> place, double[] sums, Width width) : IPenaltyVisitor
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        public void Visit<TPenalty>(TPenalty penalty) where TPenalty : struct, IElementPenalty
        {
            Call<TPenalty, E> call = new(penalty, place, sums);
            width.Use<E, Call<TPenalty, E>>(ref call);
        }
    }

    private readonly struct Call<TPenalty, E>(TPenalty penalty, Place<E> place, double[] sums) : ILanesUser<E>
        where TPenalty : struct, IElementPenalty
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, E> =>
            Team.Run(new PenaltyJob<TPenalty, TLanes, E>(penalty, place, sums), sums.Length < 2 ? 1 : Team.Pieces(sums.Length));
    }

    private sealed class PenaltyJob<TPenalty, TLanes, E>(TPenalty penalty, Place<E> place, double[] sums) : Job
        where TPenalty : struct, IElementPenalty
        where TLanes : unmanaged, ILanes<TLanes, E>
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        /// <summary>How many registers are added up before their sum moves to double precision.</summary>
        private const nint Flush = 64;

        public override void Run(int part, int parts)
        {
            nint last = sums.Length * (nint)(part + 1) / parts;
            for (nint unit = sums.Length * (nint)part / parts; unit < last; unit++)
            {
                nint begin = unit * Unit, end = nint.Min((unit + 1) * Unit, place.Count), whole = end - (end - begin) % TLanes.Count;
                if (place.Step is { } step)
                {
                    Shrink<TLanes>(begin, whole, step);
                    Shrink<Scalar<E>>(whole, end, step);
                }
                else
                {
                    sums[unit] = Sweep<TLanes>(begin, whole) + Sweep<Scalar<E>>(whole, end);
                }
            }
        }

        private double Sweep<TWide>(nint begin, nint end) where TWide : unmanaged, ILanes<TWide, E>
        {
            TPenalty r = penalty;
            E* θ = place.Parameter, g = place.Gradient;
            double sum = 0;
            for (nint i = begin; i < end;)
            {
                TWide total = TWide.Zero;
                nint stop = nint.Min(end, i + Flush * TWide.Count);
                for (; i < stop; i += TWide.Count)
                {
                    Dual<TWide> both = r.At(Dual<TWide>.Variable(TWide.Load(θ + i)));
                    total += both.Value;
                    if (g != null) (TWide.Load(g + i) + both.Slope).Store(g + i);
                }

                sum += double.CreateTruncating(total.Sum());
            }

            return sum;
        }

        private void Shrink<TWide>(nint begin, nint end, double step) where TWide : unmanaged, ILanes<TWide, E>
        {
            TPenalty r = penalty;
            TWide t = TWide.Constant(step);
            E* θ = place.Parameter;
            for (nint i = begin; i < end; i += TWide.Count) r.Prox(TWide.Load(θ + i), t).Store(θ + i);
        }
    }
}
