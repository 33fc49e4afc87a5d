using System.Globalization;
using System.Numerics;
using Gradus.Losses;
using Gradus.Metadata;

namespace Gradus.Drivers;

/// <summary>
/// Runs a row loss over rows of predictions, in double precision whatever they are stored in: each row's formula is
/// recorded once, and one walk back along the record gives its gradient.
/// </summary>
public static unsafe class RowDriver
{
    /// <summary>Below this many predictions, waking another thread costs more than it brings.</summary>
    private const nint WorthSharing = 1 << 11;

    /// <summary>Evaluates a loss on all rows.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="rows">Where the numbers lie.</param>
    /// <param name="reduction">How the rows become one number; the gradient is that of the result (of the sum for <see cref="Reduction.None"/>).</param>
    /// <param name="width">Which registers to use.</param>
    /// <returns>The sum of the rows' losses, each times its weight and that of its target class; or the mean, which divides by
    /// the sum of these weights and is NaN where that is 0.</returns>
    /// <exception cref="ArgumentException">A target or prediction that the loss is not defined for (the message names the
    /// first such row), a negative weight in a mean, or class weights that do not match the classes.</exception>
    public static double Run<E>(IRowLoss loss, Rows<E> rows, Reduction reduction, Width width = Width.Widest)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ArgumentNullException.ThrowIfNull(loss);
        CheckKind(loss, rows);
        double[] weights = Weights(loss, rows), values = new double[rows.Count];
        Check(loss, "prediction", rows.Logits, rows, weights, loss.PredictionRange);
        if (rows.Distribution != null) Check(loss, "target", rows.Distribution, rows, weights, loss.TargetRange);
        double mass = 0, sum = 0;
        for (int row = 0; row < weights.Length && reduction == Reduction.Mean; row++) mass += Weighing.InMean(weights[row], row);
        Team.Run(
            new RowJob<E>(loss, rows, weights, reduction == Reduction.Mean ? 1 / mass : 1, values, width),
            rows.Count * rows.Classes < WorthSharing ? 1 : Team.Pieces(rows.Count));
        foreach (double value in values) sum += value;
        return reduction == Reduction.Mean ? sum / mass : sum;
    }

    private static void CheckKind<E>(IRowLoss loss, Rows<E> rows) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        if (rows.Target != null && loss.Target == RowTarget.Values)
        {
            throw new ArgumentException($"{Catalog.NameOf(loss)} was given classes as targets; it needs a number for each prediction.");
        }

        if (rows.Distribution != null && loss.Target == RowTarget.Class)
        {
            throw new ArgumentException($"{Catalog.NameOf(loss)} was given a number for each prediction as target; it needs one class for each row.");
        }
    }

    private static void Check<E>(IRowLoss loss, string what, E* numbers, Rows<E> rows, double[] weights, ParameterRange range)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        if (range == ParameterRange.Any) return;
        for (nint i = 0; i < rows.Count * rows.Classes; i++)
        {
            double number = double.CreateTruncating(numbers[i]);
            if (double.IsNaN(number) || range.Contains(number) || weights[i / rows.Classes] == 0) continue;
            throw new ArgumentException(
                $"Row {i / rows.Classes} has the {what} {number.ToString(CultureInfo.InvariantCulture)} at place {i % rows.Classes}; {Catalog.NameOf(loss)} needs {what}s {range}.");
        }
    }

    /// <summary>How much each row counts: its own weight times that of its target class; 0 where it is ignored.</summary>
    private static double[] Weights<E>(IRowLoss loss, Rows<E> rows) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        IReadOnlyList<double>? ofClasses = rows.Target == null ? null : SoftmaxDriver.PerClass("class weights", "weight", loss.ClassWeights, rows.Classes);
        double[] weights = new double[rows.Count];
        int ignored = loss.IgnoreIndex;
        for (nint row = 0; row < rows.Count; row++)
        {
            if (rows.Counts(row, ignored, out double weight)) weights[row] = ofClasses is null ? weight : weight * ofClasses[(int)rows.Target[row]];
        }

        return weights;
    }
}
