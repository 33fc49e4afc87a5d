using System.Numerics;
using Gradus.Losses;

namespace Gradus.Drivers;

/// <summary>Runs pair and triplet losses on pairs and triplets that are given one by one.</summary>
public static unsafe class PairDriver
{
    /// <summary>Evaluates a pair loss on the pairs (left_i, right_i).</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="left">One end of each pair.</param>
    /// <param name="right">The other, as many and as wide.</param>
    /// <param name="similar">1 for each similar pair, 0 for each dissimilar one.</param>
    /// <param name="parts">What becomes of the pairs.</param>
    /// <param name="width">Which registers to use.</param>
    /// <returns>The mean, Σ w l / Σ w where pairs have weights, or the sum; 0 where there are no pairs.</returns>
    public static double Run<E>(IPairLoss loss, Embeddings<E> left, Embeddings<E> right, E* similar, Parts<E> parts, Width width = Width.Widest)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ArgumentNullException.ThrowIfNull(loss);
        using Present<E>? present = Present<E>.Of(parts.Weight, left.Count);
        if (present is not null) return present.Return(Run(loss, present.Pick(left), present.Pick(right), present.Pick(similar), present.Pick(parts), width));
        VectorKernels<E> kernels = VectorKernels<E>.Of(width);
        Comparison comparison = new(loss.Distance, LengthEpsilon: loss.LengthEpsilon);
        using VectorSet<E> a = new(left, kernels.Panel, comparison), b = new(right, kernels.Panel, comparison);
        using Scratch<E> distance = new(left.Count, zeroed: false), slope = new(left.Count, zeroed: false);
        kernels.CompareOneByOne(a, b, comparison, distance.Pointer);
        double sum = Formula(loss, left.Count, distance.Pointer, similar, slope.Pointer, null, parts, width);
        kernels.PullOneByOne(a, b, comparison, distance.Pointer, slope.Pointer);
        return Deliver(sum, left.Count, parts, a, b);
    }

    /// <summary>Evaluates a triplet loss on the triplets (anchor_i, positive_i, negative_i).</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="anchor">The anchors.</param>
    /// <param name="positive">Something like each anchor.</param>
    /// <param name="negative">Something unlike each anchor.</param>
    /// <param name="parts">What becomes of the triplets.</param>
    /// <param name="width">Which registers to use.</param>
    /// <returns>The mean, Σ w l / Σ w where triplets have weights, or the sum; 0 where there are no triplets.</returns>
    public static double Run<E>(
        ITripletLoss loss, Embeddings<E> anchor, Embeddings<E> positive, Embeddings<E> negative, Parts<E> parts, Width width = Width.Widest)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ArgumentNullException.ThrowIfNull(loss);
        using Present<E>? present = Present<E>.Of(parts.Weight, anchor.Count);
        if (present is not null) return present.Return(Run(loss, present.Pick(anchor), present.Pick(positive), present.Pick(negative), present.Pick(parts), width));
        VectorKernels<E> kernels = VectorKernels<E>.Of(width);
        Comparison comparison = new(loss.Distance, LengthEpsilon: loss.LengthEpsilon);
        using VectorSet<E> a = new(anchor, kernels.Panel, comparison), p = new(positive, kernels.Panel, comparison), n = new(negative, kernels.Panel, comparison);
        using Scratch<E> near = new(anchor.Count, zeroed: false), far = new(anchor.Count, zeroed: false);
        using Scratch<E> nearSlope = new(anchor.Count, zeroed: false), farSlope = new(anchor.Count, zeroed: false);
        kernels.CompareOneByOne(a, p, comparison, near.Pointer);
        kernels.CompareOneByOne(a, n, comparison, far.Pointer);
        double sum = Formula(loss, anchor.Count, near.Pointer, far.Pointer, nearSlope.Pointer, farSlope.Pointer, parts, width);
        kernels.PullOneByOne(a, p, comparison, near.Pointer, nearSlope.Pointer);
        kernels.PullOneByOne(a, n, comparison, far.Pointer, farSlope.Pointer);
        return Deliver(sum, anchor.Count, parts, a, p, n);
    }

    private static double Formula<E>(ITupleLoss loss, nint count, E* x, E* y, E* slope, E* secondSlope, Parts<E> parts, Width width)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        Pairs<E> pairs = new() { Prediction = x, Target = y, Weight = parts.Weight, Value = parts.Value, Slope = slope, TargetSlope = secondSlope, Scale = 1 };
        double sum = PointwiseDriver.Run(loss.Formula, pairs, count, width);
        for (nint i = 0; i < count && parts.Reduction == Reduction.None && parts.Above != null; i++)
        {
            slope[i] *= parts.Above[i];
            if (secondSlope != null) secondSlope[i] *= parts.Above[i];
        }

        return sum;
    }

    private static double Deliver<E>(double sum, nint count, Parts<E> parts, params ReadOnlySpan<VectorSet<E>> sets)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        double scale = parts.Reduction == Reduction.Mean && count > 0 ? 1 / PointwiseDriver.Mass(new Pairs<E> { Weight = parts.Weight }, count) : 1;
        foreach (VectorSet<E> set in sets) set.Deliver(scale);
        return scale * sum;
    }
}
