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
        TLoss f = loss;
        Pairs<E> p = pairs;
        TLanes scale = TLanes.Constant(p.Scale);
        double sum = 0;
        nint whole = begin + (end - begin) / TLanes.Count * TLanes.Count;
        for (nint i = begin; i < whole;)
        {
            nint stop = nint.Min(whole, i + Block * TLanes.Count);
            if (predictions.IsBounded && predictions.ExcludesSome<TLanes>(p.Prediction + i, stop - i)) Find("prediction", p.Prediction, predictions, _predictionRange, i, stop);
            if (targets.IsBounded && targets.ExcludesSome<TLanes>(p.Target + i, stop - i)) Find("target", p.Target, targets, _targetRange, i, stop);
            TLanes total = TLanes.Zero;
            for (; i < stop; i += TLanes.Count)
            {
                Results results = At(f, p, scale, TLanes.Load(p.Prediction + i), TLanes.Load(p.Target + i));
                if (p.Weight != null) results = results.Weighed(TLanes.Load(p.Weight + i));
                total += results.Value;
                if (p.Slope != null) results.Slope.Store(p.Slope + i);
                if (p.Value != null) results.Value.Store(p.Value + i);
                if (p.TargetSlope != null) results.TargetSlope.Store(p.TargetSlope + i);
            }

            sum += double.CreateTruncating(total.Sum());
        }

        return whole < end ? sum + Last(f, p, whole, end - whole, predictions, targets) : sum;
    }

    private readonly record struct Results(TLanes Value, TLanes Slope, TLanes TargetSlope)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Results Weighed(TLanes weight)
        {
            Mask<TLanes> isLeftOut = TLanes.Abs(weight) < TLanes.Constant(typeof(E) == typeof(float) ? float.Epsilon : double.Epsilon);
            return new(
                TLanes.Select(isLeftOut, TLanes.Zero, weight * Value),
                TLanes.Select(isLeftOut, TLanes.Zero, weight * Slope),
                TLanes.Select(isLeftOut, TLanes.Zero, weight * TargetSlope));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Results At(TLoss f, in Pairs<E> p, TLanes scale, TLanes ŷ, TLanes y)
    {
        if (p.TargetSlope == null)
        {
            if (p.Slope == null) return new(f.At(ŷ, y), default, default);
            Dual<TLanes> only = f.At(Dual<TLanes>.Variable(ŷ), Dual<TLanes>.Fixed(y));
            return new(only.Value, only.Slope * scale, default);
        }

        Dual<TLanes> byTarget = f.At(Dual<TLanes>.Fixed(ŷ), Dual<TLanes>.Variable(y));
        if (p.Slope == null) return new(byTarget.Value, default, byTarget.Slope * scale);
        Dual<TLanes> byPrediction = f.At(Dual<TLanes>.Variable(ŷ), Dual<TLanes>.Fixed(y));
        return new(byPrediction.Value, byPrediction.Slope * scale, byTarget.Slope * scale);
    }

    /// <summary>Fewer pairs than a register holds. The unused lanes repeat the last pair, and are dropped.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private double Last(TLoss f, Pairs<E> p, nint i, nint left, Limits<E> predictions, Limits<E> targets)
    {
        if (predictions.IsBounded) Find("prediction", p.Prediction, predictions, _predictionRange, i, i + left);
        if (targets.IsBounded) Find("target", p.Target, targets, _targetRange, i, i + left);
        nint end = i + left - 1;
        Results results = At(
            f, p, TLanes.Constant(p.Scale),
            Tail.Load<TLanes, E>(p.Prediction + i, left, p.Prediction[end]), Tail.Load<TLanes, E>(p.Target + i, left, p.Target[end]));
        if (p.Weight != null) results = results.Weighed(Tail.Load<TLanes, E>(p.Weight + i, left, E.Zero));
        if (p.Slope != null) Tail.Store(results.Slope, p.Slope + i, left);
        if (p.Value != null) Tail.Store(results.Value, p.Value + i, left);
        if (p.TargetSlope != null) Tail.Store(results.TargetSlope, p.TargetSlope + i, left);
        return double.CreateTruncating(TLanes.Select(Tail.Last<TLanes, E>(TLanes.Count - left), TLanes.Zero, results.Value).Sum());
    }

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
