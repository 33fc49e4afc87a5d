using System.Numerics;
using Gradus.Losses;

namespace Gradus.Drivers;

/// <summary>Runs a pointwise loss over memory: value and derivative in one sweep.</summary>
public static unsafe class PointwiseDriver
{
    /// <summary>The unit of work; sums are taken over units in order, so that they do not depend on the threads.</summary>
    internal const nint Unit = 1 << 14;

    /// <summary>Evaluates a loss on <paramref name="count"/> pairs.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="pairs">Where the numbers lie.</param>
    /// <param name="count">How many pairs.</param>
    /// <param name="width">Which registers to use.</param>
    /// <returns>The sum of the losses times their weights, added up in double precision.</returns>
    /// <exception cref="ArgumentException">A prediction or target that the loss is not defined for; the message names the
    /// first. Results may have been written by then.</exception>
    public static double Run<E>(IPointwiseLoss loss, Pairs<E> pairs, nint count, Width width = Width.Widest)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ArgumentNullException.ThrowIfNull(loss);
        double[] sums = new double[(count + Unit - 1) / Unit];
        FirstOutside outside = new();
        loss.Accept(new Visitor<E>(pairs, count, sums, outside, width));
        outside.ThrowIfAny(Catalog.NameOf(loss));
        double sum = 0;
        foreach (double part in sums) sum += part;
        return sum;
    }

    /// <summary>What a mean divides by: the sum of the weights, or how many pairs there are.</summary>
    /// <exception cref="ArgumentException">A weight is negative; the message names the first.</exception>
    public static double Mass<E>(Pairs<E> pairs, nint count) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        if (pairs.Weight == null) return count;
        double mass = 0;
        for (nint i = 0; i < count; i++) mass += Weighing.InMean(double.CreateTruncating(pairs.Weight[i]), i);
        return mass;
    }

    private readonly struct Visitor<E>(Pairs<E> pairs, nint count, double[] sums, FirstOutside outside, Width width) : IPointwiseVisitor
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        public void Visit<TLoss>(TLoss loss) where TLoss : struct, IPointwiseLoss
        {
            Call<TLoss, E> call = new(loss, pairs, count, sums, outside);
            width.Use<E, Call<TLoss, E>>(ref call);
        }
    }

    private readonly struct Call<TLoss, E>(TLoss loss, Pairs<E> pairs, nint count, double[] sums, FirstOutside outside) : ILanesUser<E>
        where TLoss : struct, IPointwiseLoss
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        public void Run<TLanes>() where TLanes : unmanaged, Algebra.ILanes<TLanes, E> => Team.Run(
            new PointwiseJob<TLoss, TLanes, E>(loss, pairs, count, sums, outside),
            count < 2 * Unit ? 1 : Team.Pieces(sums.Length));
    }
}
