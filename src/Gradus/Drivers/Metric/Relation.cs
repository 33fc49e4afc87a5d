namespace Gradus.Drivers;

/// <summary>What is like what, by its label.</summary>
internal sealed class Relation
{
    private readonly long[] _rows;
    private readonly long[] _columns;
    private readonly bool _isOneSet;
    private readonly double _weight = 1;

    /// <param name="rows">The labels of the anchors.</param>
    /// <param name="columns">The labels of what they are compared with.</param>
    /// <param name="isOneSet">Whether the two are the same, so that an anchor meets itself.</param>
    /// <param name="balances">Whether positives weigh more where not every anchor has some.</param>
    public Relation(ReadOnlySpan<long> rows, ReadOnlySpan<long> columns, bool isOneSet, bool balances)
    {
        (_rows, _columns, _isOneSet) = (rows.ToArray(), columns.ToArray(), isOneSet);
        if (!balances) return;
        HashSet<long> present = [.. _columns];
        int withPositives = _rows.Count(present.Contains);
        if (withPositives > 0) _weight = (double)_rows.Length / withPositives;
    }

    /// <summary>How many there are to compare an anchor with.</summary>
    public int Columns => _columns.Length;

    /// <summary>Marks what is like an anchor.</summary>
    /// <returns>Whether anything is.</returns>
    public bool MarkPositives(nint row, Span<double> marks)
    {
        bool any = false;
        for (int j = 0; j < marks.Length; j++)
        {
            bool like = _columns[j] == _rows[row] && !(_isOneSet && j == row);
            marks[j] = like ? _weight : 0;
            any |= like;
        }

        return any;
    }

    /// <summary>Marks what is unlike an anchor.</summary>
    /// <returns>Whether anything is.</returns>
    public bool MarkNegatives(nint row, Span<double> marks)
    {
        bool any = false;
        for (int j = 0; j < marks.Length; j++)
        {
            bool unlike = _columns[j] != _rows[row];
            marks[j] = unlike ? 1 : 0;
            any |= unlike;
        }

        return any;
    }
}
