using System.Numerics;
using System.Runtime.CompilerServices;
using Gradus.Algebra;
using Gradus.Losses;
using Gradus.Metadata;

namespace Gradus.Drivers;

/// <summary>One pointwise loss over pairs, in one interpreter.</summary>
internal sealed unsafe class PointwiseJob<TLoss, TLanes, E>(TLoss loss, Pairs<E> pairs, nint count, double[] sums, FirstOutside outside) : Job
    where TLoss : struct, IPointwiseLoss
    where TLanes : unmanaged, ILanes<TLanes, E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>
    /// Registers that are added up before their sum moves to double precision: few enough that even equal numbers, whose
    /// roundings all go one way, keep six digits in single precision. Also the block that is checked before it is computed.
    /// </summary>
    private const nint Block = 16;

    private readonly ParameterRange _predictionRange = loss.PredictionRange, _targetRange = loss.TargetRange;

    public override void Run(int part, int parts)
    {
        nint last = sums.Length * (nint)(part + 1) / parts;
        for (nint unit = sums.Length * (nint)part / parts; unit < last; unit++)
        {
            nint begin = unit * PointwiseDriver.Unit;
            sums[unit] = Sweep(begin, nint.Min(begin + PointwiseDriver.Unit, count));
        }
    }

    private double Sweep(nint begin, nint end)
    {
        Limits<E> predictions = new(_predictionRange), targets = new(_targetRange);
        double sum = 0;
        nint whole = begin + (end - begin) / TLanes.Count * TLanes.Count;
        for (nint i = begin; i < whole; i += Block * TLanes.Count)
        {
            nint stop = nint.Min(whole, i + Block * TLanes.Count);
            if (predictions.IsBounded && predictions.ExcludesSome<TLanes>(pairs.Prediction + i, stop - i)) Find("prediction", pairs.Prediction, predictions, _predictionRange, i, stop);
            if (targets.IsBounded && targets.ExcludesSome<TLanes>(pairs.Target + i, stop - i)) Find("target", pairs.Target, targets, _targetRange, i, stop);
            sum += Some(i, stop);
        }

        return whole < end ? sum + Last(whole, end - whole, predictions, targets) : sum;
    }

    // One method for what is wanted, each with the formula in it once: the compiler inlines only so much into one method,
    // and what it then leaves out costs more than all the arithmetic.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private double Values(nint i, nint end)
    {
        TLoss f = loss;
        Pairs<E> p = pairs;
        TLanes total = TLanes.Zero;
        for (; i < end; i += TLanes.Count)
        {
            TLanes value = f.At(TLanes.Load(p.Prediction + i), TLanes.Load(p.Target + i));
            if (p.Weight != null) value = Weighing.Weigh<TLanes, E>(TLanes.Load(p.Weight + i), value);
            if (p.Value != null) value.Store(p.Value + i);
            total += value;
        }

        return double.CreateTruncating(total.Sum());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private double WithSlopes(nint i, nint end)
    {
        TLoss f = loss;
        Pairs<E> p = pairs;
        TLanes scale = TLanes.Constant(p.Scale), total = TLanes.Zero;
        for (; i < end; i += TLanes.Count)
        {
            Dual<TLanes> both = f.At(Dual<TLanes>.Variable(TLanes.Load(p.Prediction + i)), Dual<TLanes>.Fixed(TLanes.Load(p.Target + i)));
            TLanes value = both.Value, slope = both.Slope * scale;
            if (p.Weight != null)
            {
                TLanes weight = TLanes.Load(p.Weight + i);
                (value, slope) = (Weighing.Weigh<TLanes, E>(weight, value), Weighing.Weigh<TLanes, E>(weight, slope));
            }

            slope.Store(p.Slope + i);
            if (p.Value != null) value.Store(p.Value + i);
            total += value;
        }

        return double.CreateTruncating(total.Sum());
    }

    /// <summary>The slope by the target comes first, since that by the prediction may take the prediction's place.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private double WithTargetSlopes(nint begin, nint end)
    {
        TLoss f = loss;
        Pairs<E> p = pairs;
        TLanes scale = TLanes.Constant(p.Scale), total = TLanes.Zero;
        for (nint i = begin; i < end; i += TLanes.Count)
        {
            Dual<TLanes> both = f.At(Dual<TLanes>.Fixed(TLanes.Load(p.Prediction + i)), Dual<TLanes>.Variable(TLanes.Load(p.Target + i)));
            TLanes value = both.Value, slope = both.Slope * scale;
            if (p.Weight != null)
            {
                TLanes weight = TLanes.Load(p.Weight + i);
                (value, slope) = (Weighing.Weigh<TLanes, E>(weight, value), Weighing.Weigh<TLanes, E>(weight, slope));
            }

            slope.Store(p.TargetSlope + i);
            if (p.Value != null) value.Store(p.Value + i);
            total += value;
        }

        return p.Slope == null ? double.CreateTruncating(total.Sum()) : WithSlopes(begin, end);
    }

    /// <summary>Fewer pairs than a register holds: a register of their own, in which the other lanes repeat the last pair and weigh nothing.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private double Last(nint i, nint left, Limits<E> predictions, Limits<E> targets)
    {
        if (predictions.IsBounded) Find("prediction", pairs.Prediction, predictions, _predictionRange, i, i + left);
        if (targets.IsBounded) Find("target", pairs.Target, targets, _targetRange, i, i + left);
        int count = TLanes.Count;
        E* room = stackalloc E[6 * count];
        Pairs<E> own = new()
        {
            Prediction = room, Target = room + count, Weight = room + 2 * count, Scale = pairs.Scale,
            Value = room + 3 * count,
            Slope = pairs.Slope == null ? null : room + 4 * count,
            TargetSlope = pairs.TargetSlope == null ? null : room + 5 * count,
        };
        for (int k = 0; k < count; k++)
        {
            nint at = nint.Min(i + k, i + left - 1);
            own.Prediction[k] = pairs.Prediction[at];
            own.Target[k] = pairs.Target[at];
            own.Weight[k] = k >= left ? E.Zero : pairs.Weight == null ? E.One : pairs.Weight[at];
        }

        double sum = new PointwiseJob<TLoss, TLanes, E>(loss, own, count, sums, outside).Some(0, count);
        for (int k = 0; k < left; k++)
        {
            if (pairs.Value != null) pairs.Value[i + k] = own.Value[k];
            if (pairs.Slope != null) pairs.Slope[i + k] = own.Slope[k];
            if (pairs.TargetSlope != null) pairs.TargetSlope[i + k] = own.TargetSlope[k];
        }

        return sum;
    }

    private double Some(nint begin, nint end) =>
        pairs.TargetSlope != null ? WithTargetSlopes(begin, end) : pairs.Slope != null ? WithSlopes(begin, end) : Values(begin, end);

    /// <summary>Notes the first number that counts and lies outside.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Find(string what, E* numbers, Limits<E> limits, ParameterRange range, nint begin, nint end)
    {
        for (nint i = begin; i < end && !outside.IsBefore(i); i++)
        {
            if (!limits.Excludes(numbers[i]) || (pairs.Weight != null && E.IsZero(pairs.Weight[i]))) continue;
            outside.Note(what, i, numbers[i], range);
            return;
        }
    }
}
