namespace Gradus.Algebra.Rows;

/// <summary>The places of a row in the order of its numbers.</summary>
internal sealed class PlaceOrder
{
    private double[] _keys = [];
    private int[] _places = [];

    /// <summary>At each place, Σ q over the places before it by falling x; of equal x, the earlier place is before.</summary>
    public unsafe void SumAbove(Operand x, Operand q, Span<double> result)
    {
        int count = result.Length;
        if (_keys.Length < count) (_keys, _places) = (new double[count], new int[count]);
        Span<double> keys = _keys.AsSpan(0, count);
        Span<int> places = _places.AsSpan(0, count);
        for (int i = 0; i < count; i++) (keys[i], places[i]) = (-*x.At(i), i);
        keys.Sort(places);
        double sum = 0;
        for (int begin = 0, end; begin < count; begin = end)
        {
            for (end = begin + 1; end < count && keys[end].Equals(keys[begin]); end++) { }
            Span<int> equal = places[begin..end];
            equal.Sort();
            foreach (int place in equal)
            {
                result[place] = sum;
                sum += *q.At(place);
            }
        }
    }
}
