using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>What a rule remembers of one parameter: matrices by the names of its slots.</summary>
/// <typeparam name="M">The interpreter.</typeparam>
public sealed class TensorState<M> where M : struct, IMatrix<M>
{
    private readonly IReadOnlyList<TensorSlot> _slots;
    private readonly M[] _values;

    /// <summary>A state.</summary>
    /// <param name="slots">The slots.</param>
    /// <param name="value">What a slot holds.</param>
    public TensorState(IReadOnlyList<TensorSlot> slots, Func<TensorSlot, M> value)
    {
        _slots = slots;
        _values = [.. slots.Select(value)];
    }

    /// <summary>The slots, in order.</summary>
    public IReadOnlyList<TensorSlot> Slots => _slots;

    /// <summary>What a slot holds.</summary>
    /// <param name="slot">Its place in the order.</param>
    public M this[int slot]
    {
        get => _values[slot];
        set => _values[slot] = value;
    }

    /// <summary>What a slot holds.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">There is no such slot.</exception>
    public M this[string name]
    {
        get => _values[Find(name)];
        set => _values[Find(name)] = value;
    }

    private int Find(string name)
    {
        for (int i = 0; i < _slots.Count; i++) if (_slots[i].Name == name) return i;
        throw new ArgumentException($"The state has no slot '{name}'; the rule's Slots must name it for this shape. It has: {string.Join(", ", _slots.Select(slot => slot.Name))}.");
    }
}
