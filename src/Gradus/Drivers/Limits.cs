using System.Globalization;
using System.Numerics;
using Gradus.Algebra;
using Gradus.Metadata;

namespace Gradus.Drivers;

/// <summary>A range as a sweep checks it: the smallest and the largest number of <typeparamref name="E"/> that lie in it.</summary>
internal readonly unsafe struct Limits<E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    private readonly E _low, _high;

    public Limits(ParameterRange range)
    {
        IsBounded = double.IsFinite(range.Min) || double.IsFinite(range.Max);
        (_low, _high) = (E.CreateTruncating(range.Min), E.CreateTruncating(range.Max));
        if (range.AboveMin || E.IsInfinity(_low)) _low = E.BitIncrement(_low);
        if (range.BelowMax || E.IsInfinity(_high)) _high = E.BitDecrement(_high);
    }

    /// <summary>Whether there is anything to check.</summary>
    public bool IsBounded { get; }

    /// <summary>Whether a number lies outside; NaN lies nowhere.</summary>
    public bool Excludes(E x) => x < _low || x > _high;

    /// <summary>Whether some of the numbers lie outside.</summary>
    public bool ExcludesSome<TLanes>(E* x, nint count) where TLanes : unmanaged, ILanes<TLanes, E>
    {
        TLanes low = TLanes.Constant(double.CreateTruncating(_low)), high = TLanes.Constant(double.CreateTruncating(_high));
        TLanes one = TLanes.One, outside = TLanes.Zero;
        nint i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            TLanes lanes = TLanes.Load(x + i);
            outside = TLanes.Select(lanes < low, one, TLanes.Select(lanes > high, one, outside));
        }

        bool found = outside.Sum() > E.Zero;
        for (; i < count; i++) found |= Excludes(x[i]);
        return found;
    }
}

/// <summary>The first number of a sweep that its loss is not defined for.</summary>
internal sealed class FirstOutside
{
    private readonly Lock _lock = new();
    private nint _index = nint.MaxValue;
    private string _what = "", _number = "";
    private ParameterRange _range;

    /// <summary>Whether an earlier place is known: then a later one is not worth looking for.</summary>
    public bool IsBefore(nint index) => Volatile.Read(ref _index) < index;

    public void Note<E>(string what, nint index, E number, ParameterRange range) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        lock (_lock)
        {
            if (index >= _index) return;
            (_what, _number, _range) = (what, number.ToString(null, CultureInfo.InvariantCulture), range);
            Volatile.Write(ref _index, index);
        }
    }

    public void ThrowIfAny(string loss)
    {
        if (_index == nint.MaxValue) return;
        throw new ArgumentException($"{_what} {_index} is {_number}, but {loss} needs {_what}s {_range}; correct it, or give it weight 0 to leave it out.");
    }
}
