using System.Globalization;

namespace Gradus.Losses;

/// <summary>Labels and vectors out of the arrays of an input.</summary>
internal static class LabelInput
{
    /// <summary>Refuses an array that is no list of vectors.</summary>
    public static void Vectors(ILoss loss, string name, NumberArray array, string example)
    {
        if (array.Shape.Count != 2 || array.Count == 0)
        {
            throw new ArgumentException($"{name} holds {array.ShapeText}; {Catalog.NameOf(loss)} needs rows of numbers, one row per vector: {example}");
        }
    }

    /// <summary>One whole number for each row of an array.</summary>
    public static long[] Labels(ILoss loss, string name, NumberArray labels, string rowsName, NumberArray rows, string example)
    {
        if (labels.Shape.Count != 1 || labels.Count != rows.Rows)
        {
            throw new ArgumentException($"{rowsName} has {rows.Rows} rows, {name} holds {labels.ShapeText}; {Catalog.NameOf(loss)} needs one label per row: {example}");
        }

        long[] whole = new long[labels.Count];
        for (int i = 0; i < whole.Length; i++)
        {
            double value = labels.Values[i];
            whole[i] = double.IsInteger(value) && Math.Abs(value) < 1e15
                ? (long)value
                : throw new ArgumentException($"{name}[{i}] is {value.ToString(CultureInfo.InvariantCulture)}, expected a label: a whole number, the same for what is alike.");
        }

        return whole;
    }

    /// <summary>0, 1, 2, …</summary>
    public static long[] Indices(int count) => [.. Enumerable.Range(0, count).Select(i => (long)i)];

    /// <summary>Vectors of standard normal numbers.</summary>
    public static NumberArray Draw(SplitMix64 random, int count, int width) =>
        new([.. Enumerable.Range(0, count * width).Select(_ => random.NextNormal())], [count, width]);
}
