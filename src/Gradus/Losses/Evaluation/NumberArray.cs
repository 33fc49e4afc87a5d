namespace Gradus.Losses;

/// <summary>Numbers in rows and columns: one flat list in row-major order, and its shape.</summary>
public sealed class NumberArray
{
    private readonly double[] _values;
    private readonly int[] _shape;

    /// <summary>A list of numbers.</summary>
    public NumberArray(params double[] values) : this(values, [(values ?? throw new ArgumentNullException(nameof(values))).Length]) { }

    /// <summary>Numbers of a shape; the shape of a single number is empty.</summary>
    /// <exception cref="ArgumentException">The shape holds more or fewer numbers than were given.</exception>
    public NumberArray(double[] values, IReadOnlyList<int> shape)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(shape);
        _values = values;
        _shape = [.. shape];
        long size = _shape.Aggregate(1L, (product, n) => product * n);
        if (size != values.Length) throw new ArgumentException($"{values.Length} numbers were given for the shape [{string.Join(", ", _shape)}], which holds {size}.");
    }

    /// <summary>The numbers, row after row.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The numbers along each dimension.</summary>
    public IReadOnlyList<int> Shape => _shape;

    /// <summary>How many numbers.</summary>
    public int Count => _values.Length;

    /// <summary>The length of the last dimension; 1 for a single number.</summary>
    public int Width => _shape.Length == 0 ? 1 : _shape[^1];

    /// <summary>How many rows of <see cref="Width"/> there are.</summary>
    public int Rows => Width == 0 ? 0 : Count / Width;

    /// <summary>"a single number", "3 numbers" or "2×3 numbers".</summary>
    public string ShapeText => _shape.Length == 0 ? "a single number" : $"{string.Join('×', _shape)} numbers";

    /// <summary>Where an element stands: [1][0].</summary>
    public string Place(int index)
    {
        string place = "";
        for (int k = _shape.Length - 1; k >= 0; k--)
        {
            place = $"[{index % _shape[k]}]{place}";
            index /= _shape[k];
        }

        return place;
    }

    /// <summary>Other numbers in the same shape.</summary>
    public NumberArray With(double[] values) => new(values, _shape);

    /// <summary>The same numbers with one of them moved.</summary>
    public NumberArray Moved(int index, double by)
    {
        double[] moved = [.. _values];
        moved[index] += by;
        return With(moved);
    }

    /// <summary>Whether another array has the same shape.</summary>
    public bool IsLike(NumberArray other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return _shape.AsSpan().SequenceEqual(other._shape);
    }
}
