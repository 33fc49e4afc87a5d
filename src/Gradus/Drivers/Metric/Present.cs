using System.Numerics;

namespace Gradus.Drivers;

/// <summary>
/// A batch without its samples of weight 0: they are nobody's anchor, positive or negative, whatever they hold. What is
/// picked lies in memory of its own; at the end values and gradients go back to where they belong.
/// </summary>
internal sealed unsafe class Present<E> : IDisposable where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    private readonly int[] _places;
    private readonly nint _count;
    private readonly List<Scratch<E>> _memory = [];
    private readonly List<Action> _returns = [];

    private Present(int[] places, nint count) => (_places, _count) = (places, count);

    /// <summary>Those that are there, or null where all are.</summary>
    public static Present<E>? Of(E* weight, nint count)
    {
        if (weight == null) return null;
        ReadOnlySpan<E> weights = new(weight, checked((int)count));
        if (!weights.Contains(E.Zero)) return null;
        List<int> places = [];
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] != E.Zero) places.Add(i);
        }

        return new([.. places], count);
    }

    /// <summary>The labels of those that are there; labels beyond the batch, such as those of further keys, stay.</summary>
    public long[] Pick(ReadOnlySpan<long> labels)
    {
        int[] places = Places(labels.Length);
        long[] picked = new long[places.Length];
        for (int i = 0; i < places.Length; i++) picked[i] = labels[places[i]];
        return picked;
    }

    /// <summary>The vectors of those that are there; vectors beyond the batch stay.</summary>
    public Embeddings<E> Pick(Embeddings<E> all)
    {
        int[] places = Places(all.Count);
        return all with { Count = places.Length, Data = Pick(places, all.Data, all.Width), Gradient = Room(places, all.Gradient, all.Count, all.Width) };
    }

    /// <summary>One number for each of those that are there.</summary>
    public E* Pick(E* numbers) => numbers == null ? null : Pick(_places, numbers, 1);

    public Parts<E> Pick(Parts<E> parts) => parts with { Value = Room(_places, parts.Value, _count, 1), Weight = Pick(parts.Weight), Above = Pick(parts.Above) };

    /// <summary>Brings values and gradients back; whatever is absent gets 0.</summary>
    public double Return(double value)
    {
        foreach (Action bring in _returns) bring();
        return value;
    }

    public void Dispose()
    {
        foreach (Scratch<E> memory in _memory) memory.Dispose();
    }

    private int[] Places(nint count) => count == _count ? _places : [.. _places, .. Enumerable.Range((int)_count, checked((int)(count - _count)))];

    private E* Pick(int[] places, E* from, nint width)
    {
        E* to = Borrow(places.Length * width);
        for (int i = 0; i < places.Length; i++) new ReadOnlySpan<E>(from + places[i] * width, (int)width).CopyTo(new(to + i * width, (int)width));
        return to;
    }

    private E* Room(int[] places, E* target, nint count, nint width)
    {
        if (target == null) return null;
        E* room = Borrow(places.Length * width);
        _returns.Add(() =>
        {
            new Span<E>(target, checked((int)(count * width))).Clear();
            for (int i = 0; i < places.Length; i++) new ReadOnlySpan<E>(room + i * width, (int)width).CopyTo(new(target + places[i] * width, (int)width));
        });
        return room;
    }

    private E* Borrow(nint count)
    {
        Scratch<E> memory = new(count, zeroed: true);
        _memory.Add(memory);
        return memory.Pointer;
    }
}
