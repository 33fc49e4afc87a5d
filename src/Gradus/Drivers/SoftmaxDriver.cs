using System.Numerics;
using Gradus.Losses;

namespace Gradus.Drivers;

/// <summary>
/// Runs a softmax loss over rows of logits: one pass finds the row's maximum and Σ exp(x − max), another writes the
/// gradient; no probabilities are kept. Targets that spread over classes take a third pass.
/// </summary>
/// <remarks>
/// A loss that scales its logits, adds offsets or takes margins off has them moved as they are read. A margin is meant
/// for the target; where the target is a distribution, each class loses its margin times its share.
/// </remarks>
public static unsafe class SoftmaxDriver
{
    /// <summary>Evaluates a loss on all rows.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="rows">Where the numbers lie.</param>
    /// <param name="reduction">How the rows become one number; the gradient is that of the result (of the sum for <see cref="Reduction.None"/>).</param>
    /// <param name="width">Which registers to use.</param>
    /// <returns>The mean or the sum. The mean divides by the sum of the rows' weights, times their classes' weights where
    /// targets are class indices; it is NaN where that is 0, as in PyTorch.</returns>
    /// <exception cref="ArgumentException">A target class out of range (the message names the first such row), a negative
    /// weight in a mean, or weights, offsets or margins that do not match the classes.</exception>
    public static double Run<E>(ISoftmaxLoss loss, Rows<E> rows, Reduction reduction, Width width = Width.Widest)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ArgumentNullException.ThrowIfNull(loss);
        int classes = checked((int)rows.Classes);
        E[]? weights = Narrow<E>(WeightsOf(loss, classes));
        E[]? offsets = Narrow<E>(OffsetsOf(loss, classes));
        E[]? margins = Narrow<E>(MarginsOf(loss, classes));
        double mass = Mass(loss, rows, reduction, weights);
        fixed (E* w = weights, b = offsets, m = margins)
        {
            // Where nothing counts, the mean is NaN, but its gradient 0.
            SoftmaxSettings<E> settings = new(w, b, m, loss.Scale, reduction != Reduction.Mean ? 1 : mass == 0 ? 0 : 1 / mass);
            double[] sums = new double[SoftmaxSettings<E>.Units(rows)];
            loss.Accept(new Visitor<E>(rows, settings, sums, width));
            double sum = 0;
            foreach (double part in sums) sum += part;
            return reduction == Reduction.Mean ? sum / mass : sum;
        }
    }

    /// <summary>The class weights of a loss, or null where it has none.</summary>
    /// <exception cref="ArgumentException">There are more or fewer of them than classes.</exception>
    public static IReadOnlyList<double>? WeightsOf(ISoftmaxLoss loss, nint classes)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return PerClass("class weights", "weight", loss.ClassWeights, classes);
    }

    /// <summary>What a loss adds to the logits of each class, or null for nothing.</summary>
    /// <exception cref="ArgumentException">There are more or fewer of them than classes.</exception>
    public static IReadOnlyList<double>? OffsetsOf(ISoftmaxLoss loss, nint classes)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return PerClass("offsets", "offset", loss.Offsets(checked((int)classes)), classes);
    }

    /// <summary>What a loss takes off the logit of each class where it is the target, or null for nothing.</summary>
    /// <exception cref="ArgumentException">There are more or fewer of them than classes.</exception>
    public static IReadOnlyList<double>? MarginsOf(ISoftmaxLoss loss, nint classes)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return PerClass("margins", "margin", loss.Margins(checked((int)classes)), classes);
    }

    /// <summary>What was given for each class, where there are as many as classes.</summary>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    internal static IReadOnlyList<double>? PerClass(string what, string one, IReadOnlyList<double>? given, nint classes) =>
        given is null || given.Count == classes
            ? given
            : throw new ArgumentException($"{given.Count} {what} were given for predictions of {classes} classes; give one {one} for each class.");

    private static E[]? Narrow<E>(IReadOnlyList<double>? given) where E : unmanaged, IBinaryFloatingPointIeee754<E> =>
        given?.Select(E.CreateTruncating).ToArray();

    /// <summary>What a mean divides by: the sum of the rows' weights, for classes times those of the targets.</summary>
    private static double Mass<E>(ISoftmaxLoss loss, Rows<E> rows, Reduction reduction, E[]? weights) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        if (rows.Target == null && rows.Weight == null) return rows.Count;
        double mass = 0;
        int ignored = loss.IgnoreIndex;
        for (nint row = 0; row < rows.Count; row++)
        {
            if (!rows.Counts(row, ignored, out double weight)) continue;
            if (reduction == Reduction.Mean) weight = Weighing.InMean(weight, row);
            mass += rows.Target == null || weights is null ? weight : weight * double.CreateTruncating(weights[rows.Target[row]]);
        }

        return mass;
    }

    private readonly struct Visitor<E>(Rows<E> rows, SoftmaxSettings<E> settings, double[] sums, Width width) : ISoftmaxVisitor
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        public void Visit<TLoss>(TLoss loss) where TLoss : struct, ISoftmaxLoss
        {
            Call<TLoss, E> call = new(loss, rows, settings, sums);
            width.Use<E, Call<TLoss, E>>(ref call);
        }
    }

    private readonly struct Call<TLoss, E>(TLoss loss, Rows<E> rows, SoftmaxSettings<E> settings, double[] sums) : ILanesUser<E>
        where TLoss : struct, ISoftmaxLoss
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        /// <summary>Below this many logits, waking another thread costs more than it brings.</summary>
        private const nint WorthSharing = 1 << 14;

        public void Run<TLanes>() where TLanes : unmanaged, Algebra.ILanes<TLanes, E>
        {
            if (settings.IsPlain) Run<TLanes, PlainLogits<TLanes, E>>(default);
            else Run<TLanes, MovedLogits<TLanes, E>>(new(rows, settings.Scale, settings.Offsets, settings.Margins));
        }

        private void Run<TLanes, TLogits>(TLogits logits)
            where TLanes : unmanaged, Algebra.ILanes<TLanes, E>
            where TLogits : struct, ILogits<TLanes, E> => Team.Run(
                new SoftmaxJob<TLoss, TLogits, TLanes, E>(loss, logits, rows, settings, sums),
                rows.Count * rows.Classes < WorthSharing ? 1 : Team.Pieces(sums.Length));
    }
}
