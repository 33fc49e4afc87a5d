using System.Numerics;
using Gradus.Losses;

namespace Gradus.Drivers;

/// <summary>Runs a loss of whole rows of similarities over anchors.</summary>
public static unsafe class AnchorDriver
{
    /// <summary>Evaluates a loss on a labelled batch, each embedding being an anchor among the others.</summary>
    /// <remarks>
    /// Anchors that lack positives or negatives which the loss needs count for nothing; where all do, value and gradient are 0.
    /// Where a number is NaN or infinite, value and gradient are NaN throughout.
    /// </remarks>
    /// <param name="loss">The loss.</param>
    /// <param name="batch">The embeddings.</param>
    /// <param name="labels">The label of each.</param>
    /// <param name="parts">What becomes of the anchors.</param>
    /// <param name="width">Which registers to use.</param>
    /// <returns>The mean over the anchors that count, Σ w l / Σ w where they have weights, or the sum.</returns>
    public static double Run<E>(IAnchorLoss loss, Embeddings<E> batch, ReadOnlySpan<long> labels, Parts<E> parts, Width width = Width.Widest)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ArgumentNullException.ThrowIfNull(loss);
        using Present<E>? present = Present<E>.Of(parts.Weight, batch.Count);
        if (present is not null) return present.Return(Run(loss, present.Pick(batch), present.Pick(labels), present.Pick(parts), width));
        VectorKernels<E> kernels = VectorKernels<E>.Of(width);
        using VectorSet<E> set = new(batch, kernels.Panel, Of(loss));
        return Run(loss, set, set, labels, labels, parts, kernels);
    }

    /// <summary>Evaluates a loss on anchors and what they are compared with; what has the anchor's label is like it.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="anchors">The anchors: queries, embeddings, or proxies, as <see cref="IAnchorLoss.Company"/> says.</param>
    /// <param name="labels">The label of each.</param>
    /// <param name="company">What they are compared with.</param>
    /// <param name="companyLabels">The label of each.</param>
    /// <param name="parts">What becomes of the anchors.</param>
    /// <param name="width">Which registers to use.</param>
    /// <returns>The mean over the anchors that count, Σ w l / Σ w where they have weights, or the sum.</returns>
    public static double Run<E>(
        IAnchorLoss loss, Embeddings<E> anchors, ReadOnlySpan<long> labels, Embeddings<E> company, ReadOnlySpan<long> companyLabels, Parts<E> parts, Width width = Width.Widest)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ArgumentNullException.ThrowIfNull(loss);
        using Present<E>? present = Present<E>.Of(parts.Weight, anchors.Count);
        if (present is not null)
        {
            // A query goes together with the key of its index; proxies belong to no sample.
            bool together = loss.Company == Company.Keys;
            return present.Return(Run(
                loss, present.Pick(anchors), present.Pick(labels),
                together ? present.Pick(company) : company, together ? present.Pick(companyLabels) : companyLabels, present.Pick(parts), width));
        }

        VectorKernels<E> kernels = VectorKernels<E>.Of(width);
        using VectorSet<E> rows = new(anchors, kernels.Panel, Of(loss)), columns = new(company, kernels.Panel, Of(loss));
        return Run(loss, rows, columns, labels, companyLabels, parts, kernels);
    }

    private static Comparison Of(IAnchorLoss loss) => new(loss.Distance, AsSimilarity: true);

    private static double Run<E>(
        IAnchorLoss loss, VectorSet<E> rows, VectorSet<E> columns, ReadOnlySpan<long> rowLabels, ReadOnlySpan<long> columnLabels, Parts<E> parts, VectorKernels<E> kernels)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        if (!rows.IsFinite || !columns.IsFinite)
        {
            rows.Fill(double.NaN);
            columns.Fill(double.NaN);
            if (parts.Value != null) new Span<E>(parts.Value, (int)rows.Count).Fill(E.NaN);
            return double.NaN;
        }

        Comparison comparison = Of(loss);
        bool byGradient = rows.WantsGradient || columns.WantsGradient;
        nint block = nint.Min(MiningSweep<E>.RowsOfBlock(columns, MiningSweep<E>.TableNumbers), rows.Count);
        using Scratch<E> table = new(block * columns.TableStride, zeroed: false), slopes = new(byGradient ? table.Count : 0, zeroed: false);
        double[] values = new double[rows.Count];
        bool[] counts = new bool[rows.Count];
        Relation relation = new(rowLabels, columnLabels, ReferenceEquals(rows, columns), loss.BalancesPositives);
        for (nint first = 0; first < rows.Count; first += block)
        {
            nint count = nint.Min(block, rows.Count - first);
            kernels.Compare(rows, first, count, columns, comparison, table.Pointer);
            AnchorJob<E> job = new(loss, relation, first, count, table.Pointer, byGradient ? slopes.Pointer : null, columns.TableStride, parts, values, counts);
            Team.Run(job, count * columns.Count < AnchorJob<E>.WorthSharing ? 1 : Team.Pieces(count));
            if (byGradient) kernels.Pull(rows, first, count, columns, comparison, table.Pointer, slopes.Pointer);
        }

        double mass = 0, sum = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] && parts.Reduction == Reduction.Mean) mass += Weighing.InMean(parts.WeightOf(i), i);
            sum += values[i];
        }

        double scale = parts.Reduction == Reduction.Mean && counts.Contains(true) ? 1 / mass : 1;
        rows.Deliver(scale);
        if (!ReferenceEquals(rows, columns)) columns.Deliver(scale);
        return scale * sum;
    }
}
