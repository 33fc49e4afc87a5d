using System.Numerics;

namespace Gradus.Drivers;

/// <summary>One parameter's memory, its gradient's and its state's, all laid out alike.</summary>
/// <typeparam name="E"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="parameter">θ.</param>
/// <param name="gradient">g.</param>
/// <param name="state">The state: slot k lies at <c>state + k · stride</c>.</param>
/// <param name="stride">The distance between slots, in elements.</param>
/// <param name="count">How many elements.</param>
public readonly unsafe struct Segment<E>(E* parameter, E* gradient, E* state, nint stride, nint count)
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>θ.</summary>
    public E* Parameter { get; } = parameter;

    /// <summary>g.</summary>
    public E* Gradient { get; } = gradient;

    /// <summary>The first slot of the state.</summary>
    public E* State { get; } = state;

    /// <summary>The distance between slots, in elements.</summary>
    public nint Stride { get; } = stride;

    /// <summary>How many elements.</summary>
    public nint Count { get; } = count;

    /// <summary>How many rows a matrix has; 0 for a vector, which is looked at as a whole.</summary>
    public nint Rows { get; init; }

    /// <summary>The step that this parameter is about to take, where it is not that of the others; otherwise 0.</summary>
    public long Step { get; init; }

    /// <summary>What tells this parameter's random numbers from those of others; 0 for its place in the list.</summary>
    public ulong Key { get; init; }

    /// <summary>Where the numbers lie that the rule remembers for the whole tensor, or for each of its rows.</summary>
    public double* Carried { get; init; }

    /// <summary>
    /// The state's slots where they are stored in few bits, or where θ is; null where all is plain memory. Only for segments of float32, whose
    /// <see cref="State"/> then does not count.
    /// </summary>
    public PackedSlot* Slots { get; init; }

    /// <summary>How many of them there are.</summary>
    public int SlotCount { get; init; }

    /// <summary>Whether θ and g are bfloat16, in spite of their pointers' type.</summary>
    public bool IsBFloat16 { get; init; }

    /// <summary>What rounding took from each θ in bfloat16, likewise in bfloat16; null where rounding is stochastic.</summary>
    public ushort* Compensation { get; init; }

    /// <summary>What tells this tensor's random numbers from those of others.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether something must be widened before a rule can step it.</summary>
    public bool IsPacked => Slots != null || IsBFloat16;
}
