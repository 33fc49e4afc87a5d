using System.Numerics;

namespace Gradus.Penalties;

/// <summary>Rows and columns of numbers that lie one after the other in memory.</summary>
/// <typeparam name="E"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly ref struct Matrix<E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>Numbers, row after row.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many columns.</param>
    /// <exception cref="ArgumentException">There are more or fewer numbers than rows times columns.</exception>
    public Matrix(Span<E> values, int rows, int columns)
    {
        if ((long)rows * columns != values.Length) throw new ArgumentException($"{values.Length} numbers were given for {rows} rows of {columns}.");
        Values = values;
        Rows = rows;
        Columns = columns;
    }

    /// <summary>All numbers.</summary>
    public Span<E> Values { get; }

    /// <summary>How many rows.</summary>
    public int Rows { get; }

    /// <summary>How many columns.</summary>
    public int Columns { get; }

    /// <summary>Whether there are no numbers.</summary>
    public bool IsEmpty => Values.IsEmpty;

    /// <summary>One row.</summary>
    public Span<E> this[int row] => Values.Slice(row * Columns, Columns);
}

/// <summary>What penalties of matrices compute with rows.</summary>
internal static class Row
{
    /// <summary>How many registers are added up before their sum moves to double precision.</summary>
    private const int Flush = 64;

    /// <summary>a · b.</summary>
    public static double Dot<E>(ReadOnlySpan<E> a, ReadOnlySpan<E> b) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        double sum = 0;
        int i = 0;
        while (i <= a.Length - Vector<E>.Count)
        {
            Vector<E> part = Vector<E>.Zero;
            int stop = Math.Min(a.Length - Vector<E>.Count, i + (Flush - 1) * Vector<E>.Count);
            for (; i <= stop; i += Vector<E>.Count) part += new Vector<E>(a[i..]) * new Vector<E>(b[i..]);
            sum += double.CreateTruncating(Vector.Sum(part));
        }

        for (; i < a.Length; i++) sum += double.CreateTruncating(a[i]) * double.CreateTruncating(b[i]);
        return sum;
    }

    /// <summary>‖a‖₂.</summary>
    public static double Norm<E>(ReadOnlySpan<E> a) where E : unmanaged, IBinaryFloatingPointIeee754<E> => Math.Sqrt(Dot(a, a));

    /// <summary>y ← y + factor · x.</summary>
    public static void AddTimes<E>(Span<E> y, double factor, ReadOnlySpan<E> x) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        E f = E.CreateTruncating(factor);
        Vector<E> factors = new(f);
        int i = 0;
        for (; i <= y.Length - Vector<E>.Count; i += Vector<E>.Count) (new Vector<E>(y[i..]) + factors * new Vector<E>(x[i..])).CopyTo(y[i..]);
        for (; i < y.Length; i++) y[i] += f * x[i];
    }

    /// <summary>y ← factor · y.</summary>
    public static void Scale<E>(Span<E> y, double factor) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        E f = E.CreateTruncating(factor);
        for (int i = 0; i < y.Length; i++) y[i] *= f;
    }
}
