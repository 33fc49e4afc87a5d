using System.Numerics;

namespace Gradus.Drivers;

/// <summary>
/// Embeddings laid out for the kernels: rows filled up with zeros to whole panels of registers, of length 1 where
/// directions are compared, and beside them the same numbers column by column.
/// </summary>
internal sealed unsafe class VectorSet<E> : IDisposable where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    private readonly Embeddings<E> _source;
    private readonly Scratch<E> _rows;
    private readonly double[]? _lengths;
    private Scratch<E>? _panels;
    private Scratch<E>? _gradient;

    /// <param name="source">The embeddings.</param>
    /// <param name="panel">How many numbers the kernels take at a time.</param>
    /// <param name="comparison">How they will be compared.</param>
    public VectorSet(Embeddings<E> source, nint panel, Comparison comparison)
    {
        _source = source;
        Panel = panel;
        Stride = (source.Width + panel - 1) / panel * panel;
        _rows = new(Count * Stride, zeroed: true);
        _lengths = comparison.HasUnitLength ? new double[Count] : null;
        bool finite = true;
        for (nint i = 0; i < Count; i++)
        {
            ReadOnlySpan<E> from = new(source.Data + i * Width, (int)Width);
            Span<E> to = new(Row(i), (int)Width);
            from.CopyTo(to);
            finite &= AreFinite(from);
            if (_lengths is null) continue;
            double square = 0;
            foreach (E x in from) square += double.CreateTruncating(x) * double.CreateTruncating(x);
            double length = _lengths[i] = LengthOf(from, square, comparison.LengthEpsilon);
            for (int k = 0; k < to.Length; k++) to[k] = length == 0 ? E.Zero : E.CreateTruncating(double.CreateTruncating(from[k]) / length);
        }

        IsFinite = finite;
    }

    public nint Count => _source.Count;

    public nint Width => _source.Width;

    public nint Panel { get; }

    /// <summary>From one row to the next.</summary>
    public nint Stride { get; }

    /// <summary>Whether every number is one. Others have no order, so that nothing could be mined by them.</summary>
    public bool IsFinite { get; }

    public bool WantsGradient => _source.Gradient != null;

    /// <summary>From one row of a table of comparisons with this set to the next.</summary>
    public nint TableStride => (Count + Panel - 1) / Panel * Panel;

    /// <summary>The gradient by <see cref="Row"/>, laid out alike.</summary>
    public E* Gradient => (_gradient ??= new(Count * Stride, zeroed: true)).Pointer;

    public E* Row(nint index) => _rows.Pointer + index * Stride;

    /// <summary>Number k of the vectors of a panel lies at <c>(k + panel · Width) · Panel</c>.</summary>
    public E* Panels()
    {
        if (_panels is not null) return _panels.Pointer;
        _panels = new(TableStride * Width, zeroed: true);
        for (nint i = 0; i < Count; i++)
        {
            E* to = _panels.Pointer + i / Panel * Panel * Width + i % Panel, from = Row(i);
            for (nint k = 0; k < Width; k++) to[k * Panel] = from[k];
        }

        return _panels.Pointer;
    }

    /// <summary>Hands the gradient over, times a number, and through the division by the length where there was one.</summary>
    public void Deliver(double scale)
    {
        if (!WantsGradient) return;
        E* all = Gradient;
        for (nint i = 0; i < Count; i++)
        {
            Span<E> to = new(_source.Gradient + i * Width, (int)Width);
            ReadOnlySpan<E> from = new(all + i * Stride, (int)Width), unit = new(Row(i), (int)Width);
            if (_lengths is null)
            {
                Multiply(from, E.CreateTruncating(scale), to);
                continue;
            }

            double along = 0, factor = _lengths[i] == 0 ? 0 : scale / _lengths[i];
            for (int k = 0; k < to.Length; k++) along += double.CreateTruncating(from[k]) * double.CreateTruncating(unit[k]);
            for (int k = 0; k < to.Length; k++)
            {
                to[k] = E.CreateTruncating(factor * (double.CreateTruncating(from[k]) - along * double.CreateTruncating(unit[k])));
            }
        }
    }

    /// <summary>Makes the whole gradient one number.</summary>
    public void Fill(double value)
    {
        if (WantsGradient) new Span<E>(_source.Gradient, checked((int)(Count * Width))).Fill(E.CreateTruncating(value));
    }

    public void Dispose()
    {
        _rows.Dispose();
        _panels?.Dispose();
        _gradient?.Dispose();
    }

    /// <summary>x − x is 0 for every number but the infinities and NaN.</summary>
    private static bool AreFinite(ReadOnlySpan<E> numbers)
    {
        Vector<E> zeros = Vector<E>.Zero;
        int k = 0;
        for (; k <= numbers.Length - Vector<E>.Count; k += Vector<E>.Count)
        {
            Vector<E> x = new(numbers[k..]);
            zeros += x - x;
        }

        bool finite = Vector.EqualsAll(zeros, Vector<E>.Zero);
        for (; k < numbers.Length; k++) finite &= E.IsFinite(numbers[k]);
        return finite;
    }

    private static void Multiply(ReadOnlySpan<E> numbers, E factor, Span<E> into)
    {
        Vector<E> all = new(factor);
        int k = 0;
        for (; k <= numbers.Length - Vector<E>.Count; k += Vector<E>.Count) (new Vector<E>(numbers[k..]) * all).CopyTo(into[k..]);
        for (; k < numbers.Length; k++) into[k] = numbers[k] * factor;
    }

    /// <summary>√(‖x‖² + ε), also where ‖x‖² overflows or vanishes in double precision though no number does.</summary>
    private static double LengthOf(ReadOnlySpan<E> x, double square, double ε)
    {
        if (double.IsNormal(square)) return Math.Sqrt(square + ε);
        double largest = 0, sum = 0;
        foreach (E number in x) largest = Math.Max(largest, Math.Abs(double.CreateTruncating(number)));
        if (largest == 0 || !double.IsFinite(largest)) return Math.Sqrt(largest + ε);
        foreach (E number in x) sum += Math.Pow(double.CreateTruncating(number) / largest, 2);
        return Math.Sqrt(sum) * largest;
    }
}
