using System.Numerics;

namespace Gradus.Drivers;

/// <summary>Pairs or triplets that were mined: who they are, the two numbers their loss is a function of, and what came out.</summary>
internal sealed class TupleList<E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>In the place of a triplet's negative: a pair has none.</summary>
    public const int None = -1;

    private (int Anchor, int First, int Second)[] _who = new (int, int, int)[16];

    /// <summary>The distance to the positive; of a pair, the distance.</summary>
    public E[] X { get; private set; } = new E[16];

    /// <summary>The distance to the negative; of a pair, 1 where it is similar.</summary>
    public E[] Y { get; private set; } = new E[16];

    public int Count { get; private set; }

    public ReadOnlySpan<(int Anchor, int First, int Second)> Who => _who.AsSpan(0, Count);

    public void Add(int anchor, int first, int second, E x, E y)
    {
        if (Count == _who.Length)
        {
            Array.Resize(ref _who, 2 * Count);
            X = [.. X, .. new E[Count]];
            Y = [.. Y, .. new E[Count]];
        }

        _who[Count] = (anchor, first, second);
        (X[Count], Y[Count]) = (x, y);
        Count++;
    }
}
