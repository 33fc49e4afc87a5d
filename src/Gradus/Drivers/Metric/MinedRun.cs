using System.Numerics;
using Gradus.Losses;

namespace Gradus.Drivers;

/// <summary>One evaluation of a loss on what is mined from a batch.</summary>
internal sealed unsafe class MinedRun<E>(ITupleLoss loss, VectorSet<E> set, Parts<E> parts, Comparison comparison, VectorKernels<E> kernels, Width width)
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    private readonly IPointwiseLoss _formula = loss.Formula;
    private readonly double[] _sums = new double[set.Count];
    private readonly long[] _counts = new long[set.Count];
    private readonly bool _perAnchor = parts.Reduction == Reduction.Mean && loss.Reducer == Reducer.PerAnchor;
    private readonly long[] _notZero = new long[set.Count];

    /// <summary>
    /// Where a miner takes as many tuples as there are distances, their slopes are gathered in a table beside that of the
    /// distances; where it takes few, each moves its own vectors.
    /// </summary>
    public double Run(MiningSweep<E> sweep)
    {
        bool few = !sweep.IsExhaustive, byGradient = set.WantsGradient;
        nint rows = nint.Min(MiningSweep<E>.RowsOfBlock(set, MiningSweep<E>.TableNumbers), set.Count);
        using Scratch<E> slopes = new(few || !byGradient ? 0 : rows * set.TableStride, zeroed: true);
        E* all = slopes.Count == 0 ? null : slopes.Pointer;
        sweep.Run(
            (mined, _, first) => Evaluate(mined, all, first),
            (table, first, count) =>
            {
                if (all == null) return;
                kernels.Pull(set, first, count, set, comparison, table, all);
                if (first + count < set.Count) slopes.Clear();
            });
        double mass = 0, total = 0;
        for (int i = 0; i < _sums.Length; i++)
        {
            double weight = parts.WeightOf(i), sum = weight * _sums[i];
            if (parts.Value != null) parts.Value[i] = E.CreateTruncating(sum);
            if (_counts[i] == 0) continue;
            total += _perAnchor ? sum / _counts[i] : sum;
            if (parts.Reduction == Reduction.Mean) mass += Weighing.InMean(weight, i) * Share(i);
        }

        // Where nothing counts, the sum is 0 and any scale will do.
        double scale = parts.Reduction != Reduction.Mean || loss.Reducer == Reducer.Sum || (mass == 0 && total == 0) ? 1 : 1 / mass;
        // Numbers so large that their distances are infinite have no slope.
        if (double.IsNaN(total)) set.Fill(double.NaN);
        else set.Deliver(scale);
        return scale * total;
    }

    /// <summary>How much an anchor has of what the mean is over.</summary>
    private long Share(int anchor) => loss.Reducer switch
    {
        Reducer.Mean => _counts[anchor],
        Reducer.MeanNonZero => _notZero[anchor],
        _ => 1,
    };

    private void Evaluate(TupleList<E>[] mined, E* slopes, nint firstOfTable)
    {
        foreach (TupleList<E> list in mined)
        {
            if (list.Count > 0) Evaluate(list, slopes, firstOfTable);
        }
    }

    private void Evaluate(TupleList<E> list, E* slopes, nint firstOfTable)
    {
        int n = list.Count;
        using Scratch<E> values = new(n, zeroed: false), bySlope = new(n, zeroed: false), bySecond = new(n, zeroed: false);
        fixed (E* x = list.X, y = list.Y)
        {
            PointwiseDriver.Run(_formula, new Pairs<E>
            {
                Prediction = x, Target = y, Value = values.Pointer, Scale = 1,
                Slope = set.WantsGradient ? bySlope.Pointer : null,
                TargetSlope = set.WantsGradient && loss is ITripletLoss ? bySecond.Pointer : null,
            }, n, width);
        }

        ReadOnlySpan<(int Anchor, int First, int Second)> who = list.Who;
        for (int i = 0; i < n; i++)
        {
            int anchor = who[i].Anchor;
            double value = double.CreateTruncating(values.Pointer[i]);
            _counts[anchor]++;
            _sums[anchor] += value;
            if (value != 0) _notZero[anchor]++;
        }

        if (!set.WantsGradient) return;
        for (int i = 0; i < n; i++)
        {
            (int anchor, int first, int second) = who[i];
            double weight = _perAnchor ? parts.WeightOf(anchor) / _counts[anchor] : parts.SlopeOf(anchor);
            double slope = weight * double.CreateTruncating(bySlope.Pointer[i]);
            double secondSlope = second == TupleList<E>.None ? 0 : weight * double.CreateTruncating(bySecond.Pointer[i]);
            if (slopes != null)
            {
                E* row = slopes + (anchor - firstOfTable) * set.TableStride;
                row[first] += E.CreateTruncating(slope);
                if (secondSlope != 0) row[second] += E.CreateTruncating(secondSlope);
                continue;
            }

            if (slope != 0) kernels.PullOne(set, anchor, first, comparison.Differences, comparison.Pull(slope, double.CreateTruncating(list.X[i])));
            if (secondSlope != 0) kernels.PullOne(set, anchor, second, comparison.Differences, comparison.Pull(secondSlope, double.CreateTruncating(list.Y[i])));
        }
    }
}
