namespace Gradus.Losses;

/// <summary>A line through the inputs of a loss, along which its value and slope can be drawn.</summary>
/// <param name="Loss">What is evaluated along the line: the loss itself, or its formula.</param>
/// <param name="Label">What sets it apart from the loss's other slices, or "".</param>
/// <param name="Axis">What is moved, in words.</param>
/// <param name="From">Where the part worth seeing begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="At">The inputs at a place on the line.</param>
/// <param name="By">The input that moves along it.</param>
public sealed record LossSlice(ILoss Loss, string Label, string Axis, double From, double To, Func<double, LossInputs> At, string By)
{
    /// <summary>Value and slope at evenly spread places.</summary>
    /// <param name="count">How many places, at least 2.</param>
    /// <param name="from">Where to begin; by default <see cref="From"/>.</param>
    /// <param name="to">Where to end; by default <see cref="To"/>.</param>
    /// <exception cref="ArgumentException">A place lies where the loss is not defined.</exception>
    public IReadOnlyList<SlicePoint> Points(int count, double? from = null, double? to = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        double begin = from ?? From, end = to ?? To;
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            double x = begin + (end - begin) * i / (count - 1);
            LossEvaluation evaluation = LossEvaluation.Of(Loss, At(x), Reduction.Sum);
            return new SlicePoint(x, evaluation.Value, evaluation.Gradients[By].Values[0]);
        })];
    }
}

/// <summary>A point of a curve.</summary>
/// <param name="X">The place.</param>
/// <param name="Value">The loss there.</param>
/// <param name="Slope">Its derivative there.</param>
public readonly record struct SlicePoint(double X, double Value, double Slope);
