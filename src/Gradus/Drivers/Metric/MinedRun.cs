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
    private long _count;
    private long _notZero;
    private int _anchors;

    public double Run(MiningSweep<E> sweep)
    {
        if (set.WantsGradient)
        {
            nint rows = nint.Min(MiningSweep<E>.RowsOfBlock(set, MiningSweep<E>.TableNumbers), set.Count);
            using Scratch<E> slopes = new(rows * set.TableStride, zeroed: true);
            sweep.Run(
                (mined, _, first) => Evaluate(mined, slopes.Pointer, first),
                (table, first, count) =>
                {
                    kernels.Pull(set, first, count, set, comparison, table, slopes.Pointer);
                    if (first + count < set.Count) slopes.Clear();
                });
        }
        else
        {
            sweep.Run((mined, _, first) => Evaluate(mined, null, first));
        }

        double scale = Scale(), total = 0;
        for (int i = 0; i < _sums.Length; i++)
        {
            if (parts.Value != null) parts.Value[i] = E.CreateTruncating(_sums[i]);
            if (_counts[i] > 0) total += _perAnchor ? _sums[i] / _counts[i] : _sums[i];
        }

        set.Deliver(scale);
        return scale * total;
    }

    /// <summary>What the sum is multiplied by. Where nothing was mined, the sum is 0 and any number will do.</summary>
    private double Scale() => parts.Reduction != Reduction.Mean ? 1 : 1.0 / Math.Max(1, loss.Reducer switch
    {
        Reducer.Mean => _count,
        Reducer.MeanNonZero => _notZero,
        Reducer.PerAnchor => _anchors,
        _ => 1,
    });

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
                Slope = slopes == null ? null : bySlope.Pointer,
                TargetSlope = slopes == null || loss is IPairLoss ? null : bySecond.Pointer,
            }, n, width);
        }

        ReadOnlySpan<(int Anchor, int First, int Second)> who = list.Who;
        for (int i = 0; i < n; i++)
        {
            int anchor = who[i].Anchor;
            double value = double.CreateTruncating(values.Pointer[i]);
            if (_counts[anchor]++ == 0) _anchors++;
            _sums[anchor] += value;
            if (value != 0) _notZero++;
        }

        _count += n;
        if (slopes == null) return;
        for (int i = 0; i < n; i++)
        {
            (int anchor, int first, int second) = who[i];
            E weight = _perAnchor ? E.CreateTruncating(1.0 / _counts[anchor])
                : parts.Reduction == Reduction.None && parts.Weight != null ? parts.Weight[anchor] : E.One;
            E* row = slopes + (anchor - firstOfTable) * set.TableStride;
            row[first] += weight * bySlope.Pointer[i];
            if (second != TupleList<E>.None) row[second] += weight * bySecond.Pointer[i];
        }
    }
}
