using System.Numerics;
using Gradus.Losses;

namespace Gradus.Drivers;

/// <summary>Runs a pair or triplet loss on the pairs or triplets that are mined from labelled embeddings.</summary>
public static class MinedDriver
{
    /// <summary>Evaluates a loss on a batch.</summary>
    /// <remarks>
    /// A batch without any pair or triplet to mine has value 0 and gradient 0. Where a number of the batch is NaN or
    /// infinite, distances have no order: value and gradient are NaN throughout. A pair or triplet has the weight of its
    /// anchor, as in pytorch-metric-learning's ClassWeightedReducer; every mean divides by the weights of what it is over.
    /// </remarks>
    /// <param name="loss">A pair or triplet loss.</param>
    /// <param name="batch">The embeddings.</param>
    /// <param name="labels">The label of each.</param>
    /// <param name="parts">What becomes of the loss of each anchor: the sum over its pairs or triplets.</param>
    /// <param name="width">Which registers to use.</param>
    /// <returns>For <see cref="Reduction.Mean"/> what the loss's <see cref="ITupleLoss.Reducer"/> says, the sum otherwise.</returns>
    public static unsafe double Run<E>(ITupleLoss loss, Embeddings<E> batch, ReadOnlySpan<long> labels, Parts<E> parts, Width width = Width.Widest)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ArgumentNullException.ThrowIfNull(loss);
        if (labels.Length != batch.Count) throw new ArgumentException($"{labels.Length} labels were given for {batch.Count} embeddings; give one label for each.");
        using Present<E>? present = Present<E>.Of(parts.Weight, batch.Count);
        if (present is not null) return present.Return(Run(loss, present.Pick(batch), present.Pick(labels), present.Pick(parts), width));
        VectorKernels<E> kernels = VectorKernels<E>.Of(width);
        Comparison comparison = new(loss.Distance, LengthEpsilon: loss.LengthEpsilon);
        using VectorSet<E> set = new(batch, kernels.Panel, comparison);
        if (!set.IsFinite)
        {
            set.Fill(double.NaN);
            if (parts.Value != null) new Span<E>(parts.Value, labels.Length).Fill(E.NaN);
            return double.NaN;
        }

        Miner<E> miner = Miner<E>.Of(loss.Mining, loss.Distance, batch.Width, loss.MiningMargin, loss.Seed);
        MiningSweep<E> sweep = new(set, new(labels), miner, loss is IPairLoss, comparison, kernels);
        return new MinedRun<E>(loss, set, parts, comparison, kernels, width).Run(sweep);
    }
}
