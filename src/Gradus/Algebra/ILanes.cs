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

    /// <summary>Writes <see cref="Count"/> elements to memory of any alignment.</summary>
    void Store(E* destination);

    /// <summary>a b + c, rounded once where the machine has such an instruction.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>x held between two bounds; NaN stays NaN.</summary>
    static abstract TSelf Clamp(TSelf x, double low, double high);

    /// <summary>x 2ⁿ for whole numbers n no larger than the exponents of <typeparamref name="E"/>, overflow and underflow included.</summary>
    static abstract TSelf Scale(TSelf x, TSelf n);

    /// <summary>⌊log₂ x⌋ of positive finite numbers, subnormal ones included; of others something that no exception comes from.</summary>
    static abstract TSelf Exponent(TSelf x);

    /// <summary>The sum over the lanes.</summary>
    E Sum();

    /// <summary>The largest of the lanes.</summary>
    E Largest();
}
