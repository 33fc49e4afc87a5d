namespace Gradus.Algebra;

/// <summary>
/// A row of numbers in which a formula can be written: everything that <see cref="IReal{T}"/> has, place by place, and
/// what looks at the whole row. A result of the latter stands at every place of the row alike.
/// </summary>
/// <typeparam name="T">The interpreter itself.</typeparam>
public interface IRow<T> : IReal<T> where T : struct, IRow<T>
{
    /// <summary>Σ x over the row.</summary>
    static abstract T Sum(T x);

    /// <summary>The largest x of the row; where several tie, they share the derivative.</summary>
    static abstract T Largest(T x);

    /// <summary>How many places the row of x has.</summary>
    static abstract T Count(T x);

    /// <summary>The same numbers, taken as given: no derivative passes.</summary>
    static abstract T Fixed(T x);

    /// <summary>
    /// At each place, the sum of q over the places that come before it when the row is sorted by falling x; of equal x, the
    /// earlier place comes first. It is taken as given: no derivative passes.
    /// </summary>
    static abstract T Above(T x, T q);

    /// <summary>The row of all pairs (i, j) of places, n² of them, i moving slowest: x at i.</summary>
    static abstract T Firsts(T x);

    /// <summary>The row of all pairs (i, j) of places, n² of them, i moving slowest: x at j.</summary>
    static abstract T Seconds(T x);
}

/// <summary>Functions of a row that follow from the members of <see cref="IRow{T}"/>.</summary>
public static class Row
{
    /// <summary>The mean of x over the row.</summary>
    public static T Mean<T>(T x) where T : struct, IRow<T> => T.Sum(x) / T.Count(x);

    /// <summary>log Σ eˣ, shifted by the largest x so that nothing overflows.</summary>
    public static T LogSumExp<T>(T x) where T : struct, IRow<T>
    {
        T shift = T.Fixed(T.Largest(x));
        return shift + T.Log(T.Sum(T.Exp(x - shift)));
    }

    /// <summary>log softmax x. The shift leaves before the sum does, so that no digits of a large x are lost.</summary>
    public static T LogSoftmax<T>(T x) where T : struct, IRow<T>
    {
        T shifted = x - T.Fixed(T.Largest(x));
        return shifted - T.Log(T.Sum(T.Exp(shifted)));
    }
}
