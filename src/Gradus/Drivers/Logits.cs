using System.Numerics;
using Gradus.Algebra;

namespace Gradus.Drivers;

/// <summary>What a softmax loss makes of the logits before it takes their softmax.</summary>
internal unsafe interface ILogits<TLanes, E>
    where TLanes : unmanaged, ILanes<TLanes, E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>What the derivative by the moved logits is multiplied by to become that by the given ones.</summary>
    double Slope { get; }

    /// <summary>A whole register of neighbouring classes from <paramref name="i"/> on.</summary>
    TLanes Move(TLanes x, nint row, nint i);

    /// <summary>One class.</summary>
    E Move(E x, nint row, nint i);
}

/// <summary>The logits as they are.</summary>
internal readonly unsafe struct PlainLogits<TLanes, E> : ILogits<TLanes, E>
    where TLanes : unmanaged, ILanes<TLanes, E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    public double Slope => 1;

    public TLanes Move(TLanes x, nint row, nint i) => x;

    public E Move(E x, nint row, nint i) => x;
}

/// <summary>s (x + b − q m): scaled, with an offset for each class and a margin taken off by the target's share.</summary>
internal readonly unsafe struct MovedLogits<TLanes, E>(Rows<E> rows, double scale, E* offsets, E* margins) : ILogits<TLanes, E>
    where TLanes : unmanaged, ILanes<TLanes, E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    private readonly Rows<E> _rows = rows;
    private readonly E* _offsets = offsets, _margins = margins;
    private readonly E _scale = E.CreateTruncating(scale);

    public double Slope { get; } = scale;

    public TLanes Move(TLanes x, nint row, nint i)
    {
        if (_offsets != null) x += TLanes.Load(_offsets + i);
        if (_margins != null)
        {
            if (_rows.Target == null) x -= TLanes.Load(_rows.Distribution + row * _rows.Classes + i) * TLanes.Load(_margins + i);
            else if ((nuint)(_rows.Target[row] - i) < (nuint)TLanes.Count) x -= Margin(row, i);
        }

        return x * TLanes.Constant(Slope);
    }

    public E Move(E x, nint row, nint i)
    {
        if (_offsets != null) x += _offsets[i];
        if (_margins != null)
        {
            if (_rows.Target == null) x -= _rows.Distribution[row * _rows.Classes + i] * _margins[i];
            else if (_rows.Target[row] == i) x -= _margins[i];
        }

        return x * _scale;
    }

    /// <summary>m e_y: zeros but for the target.</summary>
    private TLanes Margin(nint row, nint i)
    {
        E* lanes = stackalloc E[TLanes.Count];
        for (int k = 0; k < TLanes.Count; k++) lanes[k] = E.Zero;
        nint target = (nint)_rows.Target[row];
        lanes[target - i] = _margins[target];
        return TLanes.Load(lanes);
    }
}
