using System.Numerics;

namespace Gradus.Drivers;

/// <summary>Vectors in memory, one after the other, and where their gradient goes.</summary>
/// <typeparam name="E"><see cref="float"/> or <see cref="double"/>.</typeparam>
public unsafe struct Embeddings<E> where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>How many vectors.</summary>
    public nint Count;

    /// <summary>How many numbers each has.</summary>
    public nint Width;

    /// <summary>The numbers.</summary>
    public E* Data;

    /// <summary>Receives the gradient, laid out like the vectors; null where none is wanted.</summary>
    public E* Gradient;
}
