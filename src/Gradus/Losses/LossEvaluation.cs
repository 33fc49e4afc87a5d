using Gradus.Drivers;

namespace Gradus.Losses;

/// <summary>A loss on numbers in double precision: its value, and how the value changes with each prediction.</summary>
/// <remarks>The drivers that training uses do the work, so what is seen here is what is trained with.</remarks>
public sealed record LossEvaluation
{
    private LossEvaluation(double[] values, double[] predictionGradient, double[]? targetGradient, Reduction reduction, double reduced)
    {
        Values = values;
        PredictionGradient = predictionGradient;
        TargetGradient = targetGradient;
        Reduction = reduction;
        Value = reduced;
    }

    /// <summary>How the values became one.</summary>
    public Reduction Reduction { get; }

    /// <summary>The reduced value; for <see cref="Reduction.None"/> the sum, whose gradient is given.</summary>
    public double Value { get; }

    /// <summary>The loss of each pair, or of each row, before any reduction.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>∂<see cref="Value"/>/∂ŷ, one for each prediction.</summary>
    public IReadOnlyList<double> PredictionGradient { get; }

    /// <summary>∂<see cref="Value"/>/∂y, one for each target, or null where targets are classes or distributions.</summary>
    public IReadOnlyList<double>? TargetGradient { get; }

    /// <summary>Compares each prediction with its target.</summary>
    /// <exception cref="ArgumentException">There are none, or more of one than of the other.</exception>
    public static unsafe LossEvaluation OfPairs(
        IPointwiseLoss loss, ReadOnlySpan<double> prediction, ReadOnlySpan<double> target, Reduction reduction = Reduction.Mean)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Catalog.Check(loss);
        if (prediction.IsEmpty) throw new ArgumentException("There are no predictions; give at least one.");
        if (prediction.Length != target.Length)
        {
            throw new ArgumentException($"There are {prediction.Length} predictions but {target.Length} targets; give one target for each prediction.");
        }

        int n = prediction.Length;
        double[] values = new double[n], slopes = new double[n], targetSlopes = new double[n];
        fixed (double* ŷ = prediction, y = target, value = values, slope = slopes, targetSlope = targetSlopes)
        {
            Pairs<double> pairs = new()
            {
                Prediction = ŷ, Target = y, Value = value, Slope = slope, TargetSlope = targetSlope,
                Scale = reduction == Reduction.Mean ? 1.0 / n : 1,
            };
            double sum = PointwiseDriver.Run(loss, pairs, n);
            return new(values, slopes, targetSlopes, reduction, reduction == Reduction.Mean ? sum / n : sum);
        }
    }

    /// <summary>Compares rows of logits with the class that each row should have.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="logits">Row after row.</param>
    /// <param name="classes">The length of a row.</param>
    /// <param name="target">One class for each row, from 0.</param>
    /// <param name="reduction">How the rows become one number.</param>
    /// <exception cref="ArgumentException">The sizes do not fit one another, or a class is out of range.</exception>
    public static unsafe LossEvaluation OfRows(
        ISoftmaxLoss loss, ReadOnlySpan<double> logits, int classes, ReadOnlySpan<long> target, Reduction reduction = Reduction.Mean)
    {
        int rows = RowsOf(loss, logits, classes);
        if (target.Length != rows)
        {
            throw new ArgumentException($"There are {rows} rows of predictions but {target.Length} target classes; give one class for each row.");
        }

        fixed (long* targets = target)
        {
            return OfRows(loss, logits, new() { Count = rows, Classes = classes, Target = targets }, reduction);
        }
    }

    /// <summary>Compares rows of logits with the distribution that each row should have.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="logits">Row after row.</param>
    /// <param name="classes">The length of a row.</param>
    /// <param name="distribution">A distribution for each row, row after row.</param>
    /// <param name="reduction">How the rows become one number.</param>
    /// <exception cref="ArgumentException">The sizes do not fit one another.</exception>
    public static unsafe LossEvaluation OfRows(
        ISoftmaxLoss loss, ReadOnlySpan<double> logits, int classes, ReadOnlySpan<double> distribution, Reduction reduction = Reduction.Mean)
    {
        int rows = RowsOf(loss, logits, classes);
        if (distribution.Length != logits.Length)
        {
            throw new ArgumentException($"There are {logits.Length} predictions but {distribution.Length} shares of target distributions; give one for each prediction.");
        }

        fixed (double* shares = distribution)
        {
            return OfRows(loss, logits, new() { Count = rows, Classes = classes, Distribution = shares }, reduction);
        }
    }

    private static unsafe LossEvaluation OfRows(ISoftmaxLoss loss, ReadOnlySpan<double> logits, Rows<double> rows, Reduction reduction)
    {
        double[] values = new double[rows.Count], gradient = new double[logits.Length];
        fixed (double* x = logits, value = values, slope = gradient)
        {
            double reduced = SoftmaxDriver.Run(loss, rows with { Logits = x, Value = value, Gradient = slope }, reduction);
            return new(values, gradient, null, reduction, reduced);
        }
    }

    private static int RowsOf(ISoftmaxLoss loss, ReadOnlySpan<double> logits, int classes)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Catalog.Check(loss);
        if (logits.IsEmpty || classes < 1) throw new ArgumentException("There are no predictions; give at least one row of at least one class.");
        return logits.Length % classes == 0
            ? logits.Length / classes
            : throw new ArgumentException($"{logits.Length} predictions are no whole number of rows of {classes} classes; give every row as many as there are classes.");
    }
}
