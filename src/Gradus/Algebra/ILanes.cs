using System.Numerics;

namespace Gradus.Algebra;

/// <summary>An interpreter that holds <see cref="Count"/> neighbouring elements of an array.</summary>
/// <remarks>The drivers are written against this, so that one loop serves every register width.</remarks>
/// <typeparam name="TSelf">The interpreter itself.</typeparam>
/// <typeparam name="E">The element: <see cref="float"/> or <see cref="double"/>.</typeparam>
public unsafe interface ILanes<TSelf, E> : IReal<TSelf>
    where TSelf : unmanaged, ILanes<TSelf, E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>Elements per register.</summary>
    static abstract int Count { get; }

    /// <summary>Reads <see cref="Count"/> elements from memory of any alignment.</summary>
    static abstract TSelf Load(E* source);

    /// <summary>One element in every lane.</summary>
    static abstract TSelf Splat(E value);

    /// <summary>a · b + c, rounded once where the machine does that at no cost.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>Writes <see cref="Count"/> elements to memory of any alignment.</summary>
    void Store(E* destination);

    /// <summary>The sum over the lanes.</summary>
    E Sum();

    /// <summary>The largest of the lanes.</summary>
    E Largest();
}
