using System.Numerics;
using Gradus.Losses;

namespace Gradus.Drivers;

/// <summary>What becomes of the parts of a metric loss: its pairs, its triplets, or its anchors.</summary>
/// <typeparam name="E"><see cref="float"/> or <see cref="double"/>.</typeparam>
public unsafe struct Parts<E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>How they become one number. For <see cref="Reduction.None"/> the sum is given.</summary>
    public Reduction Reduction;

    /// <summary>Receives the loss of each part times its weight, or, of what is mined, the sum over each anchor; null where not wanted.</summary>
    public E* Value;

    /// <summary>
    /// How much each part counts; of what is mined, the pairs or triplets of each anchor. A part of weight 0 is left out,
    /// whatever it holds: in a batch it is nobody's positive or negative either. Null for 1 throughout.
    /// </summary>
    public E* Weight;

    /// <summary>What the gradient of each part is multiplied by, with <see cref="Reduction.None"/>; null for 1.</summary>
    public E* Above;

    /// <summary>How much a part counts.</summary>
    internal readonly double WeightOf(nint part) => Weight == null ? 1 : double.CreateTruncating(Weight[part]);

    /// <summary>What the gradient of a part is multiplied by before it is scaled for the reduction.</summary>
    internal readonly double SlopeOf(nint part) =>
        Reduction == Reduction.None && Above != null ? WeightOf(part) * double.CreateTruncating(Above[part]) : WeightOf(part);
}
