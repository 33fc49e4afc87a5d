namespace Gradus.Optimizers;

/// <summary>The shape of a parameter as rules of whole tensors see it.</summary>
/// <param name="Rows">The rows of the matrix; the elements of a vector.</param>
/// <param name="Columns">The columns of the matrix; 1 of a vector.</param>
/// <param name="IsVector">Whether the parameter has one dimension or none, such as a bias; a matrix of one column is no vector.</param>
public readonly record struct TensorShape(long Rows, long Columns, bool IsVector)
{
    /// <summary>The shape of a tensor: rows by its first dimension, columns by the product of all others.</summary>
    /// <param name="sizes">The tensor's dimensions.</param>
    public static TensorShape Of(ReadOnlySpan<long> sizes)
    {
        if (sizes.Length == 0) return new(1, 1, IsVector: true);
        long columns = 1;
        foreach (long size in sizes[1..]) columns *= size;
        return new(sizes[0], columns, IsVector: sizes.Length == 1);
    }

    /// <summary>A slot as large as the parameter.</summary>
    internal TensorSlot Slot(string name) => new(name, Rows, Columns);
}

/// <summary>A matrix that a rule remembers of a parameter.</summary>
/// <param name="Name">Its name in a saved state.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Columns">Its columns.</param>
public readonly record struct TensorSlot(string Name, long Rows, long Columns)
{
    /// <summary>How formulas print it: its name, unless they have a shorter one.</summary>
    public string Symbol { get; init; } = Name;
}
