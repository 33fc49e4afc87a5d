using System.Numerics;
using System.Runtime.CompilerServices;
using Gradus.Algebra;
using Gradus.Losses;

namespace Gradus.Drivers;

/// <summary>Runs a loss with a predicted variance over memory: value and all derivatives in one sweep.</summary>
public static unsafe class VarianceDriver
{
    /// <summary>The unit of work; sums are taken over units in order, so that they do not depend on the threads.</summary>
    private const nint Unit = 1 << 14;

    /// <summary>Evaluates a loss on <paramref name="count"/> predictions.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="triples">Where the numbers lie.</param>
    /// <param name="count">How many predictions.</param>
    /// <param name="width">Which registers to use.</param>
    /// <returns>The sum of the losses, added up in double precision.</returns>
    /// <exception cref="ArgumentException">A variance is out of the loss's range; the message names the first.</exception>
    public static double Run<E>(IVarianceLoss loss, Triples<E> triples, nint count, Width width = Width.Widest)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ArgumentNullException.ThrowIfNull(loss);
        double[] sums = new double[(count + Unit - 1) / Unit];
        loss.Accept(new Visitor<E>(triples, count, sums, width));
        double sum = 0;
        foreach (double part in sums) sum += part;
        return sum;
    }

    /// <summary>What a mean divides by: the sum of the weights, or how many predictions there are.</summary>
    /// <exception cref="ArgumentException">A weight is negative; the message names the first.</exception>
    public static double Mass<E>(Triples<E> triples, nint count) where E : unmanaged, IBinaryFloatingPointIeee754<E> =>
        PointwiseDriver.Mass(new Pairs<E> { Weight = triples.Weight }, count);

    private readonly struct Visitor<E>(Triples<E> triples, nint count, double[] sums, Width width) : IVarianceVisitor
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        public void Visit<TLoss>(TLoss loss) where TLoss : struct, IVarianceLoss
        {
            Call<TLoss, E> call = new(loss, triples, count, sums);
            width.Use<E, Call<TLoss, E>>(ref call);
        }
    }

    private readonly struct Call<TLoss, E>(TLoss loss, Triples<E> triples, nint count, double[] sums) : ILanesUser<E>
        where TLoss : struct, IVarianceLoss
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, E>
        {
            VarianceJob<TLoss, TLanes, E> job = new(loss, triples, count, sums);
            Team.Run(job, count < 2 * Unit ? 1 : Team.Pieces(sums.Length));
            job.RefuseBadVariance();
        }
    }

    private sealed class VarianceJob<TLoss, TLanes, E>(TLoss loss, Triples<E> triples, nint count, double[] sums) : Job
        where TLoss : struct, IVarianceLoss
        where TLanes : unmanaged, ILanes<TLanes, E>
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        private volatile bool _negative;

        public override void Run(int part, int parts)
        {
            nint last = sums.Length * (nint)(part + 1) / parts;
            for (nint unit = sums.Length * (nint)part / parts; unit < last; unit++)
            {
                sums[unit] = Sweep(unit * Unit, nint.Min((unit + 1) * Unit, count));
            }
        }

        /// <summary>Looks for the variance that a sweep found to be out of range.</summary>
        public void RefuseBadVariance()
        {
            if (!_negative) return;
            for (nint i = 0; i < count; i++)
            {
                double variance = double.CreateTruncating(triples.Variance[i]);
                if (variance < loss.VarianceRange.Min && (triples.Weight == null || !E.IsZero(triples.Weight[i])))
                {
                    throw new ArgumentException(FormattableString.Invariant(
                        $"variance[{i}] is {variance}, but {Catalog.NameOf(loss)} needs variances {loss.VarianceRange}; predict them through softplus or exp."));
                }
            }
        }

        private double Sweep(nint begin, nint end)
        {
            TLanes smallest = TLanes.Constant(double.PositiveInfinity);
            double sum = 0;
            nint i = begin;
            for (; i <= end - TLanes.Count; i += TLanes.Count)
            {
                TLanes variance = TLanes.Load(triples.Variance + i);
                smallest = TLanes.Min(smallest, variance);
                sum += Add<TLanes>(i, TLanes.Load(triples.Prediction + i), TLanes.Load(triples.Target + i), variance);
            }

            double low = -double.CreateTruncating((-smallest).Largest());
            for (; i < end; i++)
            {
                Scalar<E> variance = new(triples.Variance[i]);
                low = Math.Min(low, double.CreateTruncating(variance.Value));
                sum += Add<Scalar<E>>(i, new(triples.Prediction[i]), new(triples.Target[i]), variance);
            }

            // NaN hides what else is in its lanes, so it is looked at again.
            if (low < loss.VarianceRange.Min || double.IsNaN(low)) _negative = true;
            return sum;
        }

        /// <summary>Value and derivatives of one register or, at the end, of one element.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private double Add<T>(nint i, T ŷ, T y, T variance) where T : unmanaged, ILanes<T, E>
        {
            T value = Weighed(i, loss.At(ŷ, y, variance));
            if (triples.Value != null) value.Store(triples.Value + i);
            if (triples.Slope != null) Store(i, loss.At(Dual<T>.Variable(ŷ), Dual<T>.Fixed(y), Dual<T>.Fixed(variance)).Slope, triples.Slope);
            if (triples.TargetSlope != null) Store(i, loss.At(Dual<T>.Fixed(ŷ), Dual<T>.Variable(y), Dual<T>.Fixed(variance)).Slope, triples.TargetSlope);
            if (triples.VarianceSlope != null) Store(i, loss.At(Dual<T>.Fixed(ŷ), Dual<T>.Fixed(y), Dual<T>.Variable(variance)).Slope, triples.VarianceSlope);
            return double.CreateTruncating(value.Sum());
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Store<T>(nint i, T slope, E* to) where T : unmanaged, ILanes<T, E> => Weighed(i, slope * T.Constant(triples.Scale)).Store(to + i);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private T Weighed<T>(nint i, T x) where T : unmanaged, ILanes<T, E> =>
            triples.Weight == null ? x : Weighing.Weigh<T, E>(T.Load(triples.Weight + i), x);
    }
}
