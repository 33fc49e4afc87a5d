using System.Numerics;
using Gradus.Losses;

namespace Gradus.Drivers;

/// <summary>What becomes of the parts of a metric loss: its pairs, its triplets, or its anchors.</summary>
/// <typeparam name="E"><see cref="float"/> or <see cref="double"/>.</typeparam>
public unsafe struct Parts<E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>How they become one number. For <see cref="Reduction.None"/> the sum is given.</summary>
    public Reduction Reduction;

    /// <summary>Receives the loss of each part, or, of what is mined, the sum over each anchor; null where not wanted.</summary>
    public E* Value;

    /// <summary>What the gradient of each part is multiplied by, with <see cref="Reduction.None"/>; null for 1.</summary>
    public E* Weight;
}
