using System.Globalization;

namespace Gradus.Losses;

/// <summary>The targets of rows: a class for each, or a number for each prediction; the other is empty.</summary>
internal readonly record struct RowInputs(long[] Classes, double[] Values)
{
    /// <summary>Tells by the shape which of the two the targets are.</summary>
    /// <exception cref="ArgumentException">They fit neither way, or a class is no whole number.</exception>
    public static RowInputs Of(ILoss loss, NumberArray prediction, NumberArray target, string example)
    {
        if (prediction.Shape.Count is not (1 or 2))
        {
            throw new ArgumentException($"prediction holds {prediction.ShapeText}; {Catalog.NameOf(loss)} needs one row of predictions per sample: {example}");
        }

        if (prediction.Count == 0) throw new ArgumentException("There are no predictions; give at least one row of at least one class.");
        if (target.IsLike(prediction)) return new([], target.Values.ToArray());
        if (target.Shape.SequenceEqual(prediction.Shape.SkipLast(1))) return new(ClassesOf(target, prediction.Width), []);
        throw new ArgumentException(
            $"prediction holds {prediction.ShapeText}, target {target.ShapeText}; {Catalog.NameOf(loss)} needs one class per row of predictions, as in {example}, or a number for each prediction.");
    }

    private static long[] ClassesOf(NumberArray target, int classes)
    {
        long[] whole = new long[target.Count];
        for (int i = 0; i < whole.Length; i++)
        {
            double value = target.Values[i];
            whole[i] = double.IsInteger(value) && Math.Abs(value) < 1e15
                ? (long)value
                : throw new ArgumentException($"target{target.Place(i)} is {value.ToString(CultureInfo.InvariantCulture)}, expected a class: a whole number from 0 to {classes - 1}.");
        }

        return whole;
    }
}
