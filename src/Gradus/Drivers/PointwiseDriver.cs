using System.Numerics;
using Gradus.Algebra;
using Gradus.Losses;

namespace Gradus.Drivers;

/// <summary>Runs a pointwise loss over memory: value and derivative in one sweep.</summary>
public static unsafe class PointwiseDriver
{
    /// <summary>The unit of work; sums are taken over units in order, so that they do not depend on the threads.</summary>
    private const nint Unit = 1 << 14;

    /// <summary>Evaluates a loss on <paramref name="count"/> pairs.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="pairs">Where the numbers lie.</param>
    /// <param name="count">How many pairs.</param>
    /// <param name="width">Which registers to use.</param>
    /// <returns>The sum of the losses, added up in double precision.</returns>
    public static double Run<E>(IPointwiseLoss loss, Pairs<E> pairs, nint count, Width width = Width.Widest)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        nint units = (count + Unit - 1) / Unit;
        double[] sums = new double[units];
        loss.Accept(new Visitor<E>(pairs, count, sums, width));
        double sum = 0;
        foreach (double part in sums) sum += part;
        return sum;
    }

    private readonly struct Visitor<E>(Pairs<E> pairs, nint count, double[] sums, Width width) : IPointwiseVisitor
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        public void Visit<TLoss>(TLoss loss) where TLoss : struct, IPointwiseLoss
        {
            Call<TLoss, E> call = new(loss, pairs, count, sums);
            width.Use<E, Call<TLoss, E>>(ref call);
        }
    }

    private readonly struct Call<TLoss, E>(TLoss loss, Pairs<E> pairs, nint count, double[] sums) : ILanesUser<E>
        where TLoss : struct, IPointwiseLoss
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, E> =>
            Team.Run(new PointwiseJob<TLoss, TLanes, E>(loss, pairs, count, sums), count < 2 * Unit ? 1 : Team.Pieces(sums.Length));
    }

    private sealed class PointwiseJob<TLoss, TLanes, E>(TLoss loss, Pairs<E> pairs, nint count, double[] sums) : Job
        where TLoss : struct, IPointwiseLoss
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
                sums[unit] = Sweep(unit * Unit, nint.Min((unit + 1) * Unit, count));
            }
        }

        private double Sweep(nint begin, nint end)
        {
            TLoss f = loss;
            Pairs<E> p = pairs;
            TLanes scale = TLanes.Constant(p.Scale);
            double sum = 0;
            nint i = begin;
            while (i <= end - TLanes.Count)
            {
                TLanes total = TLanes.Zero;
                nint stop = nint.Min(end - TLanes.Count, i + (Flush - 1) * TLanes.Count);
                for (; i <= stop; i += TLanes.Count)
                {
                    TLanes ŷ = TLanes.Load(p.Prediction + i), y = TLanes.Load(p.Target + i);
                    if (p.Slope == null && p.TargetSlope == null)
                    {
                        TLanes value = f.At(ŷ, y);
                        total += value;
                        if (p.Value != null) value.Store(p.Value + i);
                        continue;
                    }

                    if (p.Slope != null)
                    {
                        Dual<TLanes> both = f.At(Dual<TLanes>.Variable(ŷ), Dual<TLanes>.Fixed(y));
                        total += both.Value;
                        (both.Slope * scale).Store(p.Slope + i);
                        if (p.Value != null) both.Value.Store(p.Value + i);
                    }

                    if (p.TargetSlope != null)
                    {
                        Dual<TLanes> both = f.At(Dual<TLanes>.Fixed(ŷ), Dual<TLanes>.Variable(y));
                        if (p.Slope == null) total += both.Value;
                        if (p.Slope == null && p.Value != null) both.Value.Store(p.Value + i);
                        (both.Slope * scale).Store(p.TargetSlope + i);
                    }
                }

                sum += double.CreateTruncating(total.Sum());
            }

            return i < end ? sum + Last(f, p, i, end - i) : sum;
        }

        private static double Last(TLoss f, Pairs<E> p, nint i, nint count)
        {
            double sum = 0;
            for (nint end = i + count; i < end; i++)
            {
                Scalar<E> ŷ = new(p.Prediction[i]), y = new(p.Target[i]), scale = Scalar<E>.Constant(p.Scale);
                E value = f.At(ŷ, y).Value;
                sum += double.CreateTruncating(value);
                if (p.Value != null) p.Value[i] = value;
                if (p.Slope != null)
                {
                    p.Slope[i] = (f.At(Dual<Scalar<E>>.Variable(ŷ), Dual<Scalar<E>>.Fixed(y)).Slope * scale).Value;
                }

                if (p.TargetSlope != null)
                {
                    p.TargetSlope[i] = (f.At(Dual<Scalar<E>>.Fixed(ŷ), Dual<Scalar<E>>.Variable(y)).Slope * scale).Value;
                }
            }

            return sum;
        }
    }
}
