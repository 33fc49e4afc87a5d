namespace Gradus.Algebra;

/// <summary>The answer to a comparison, in the representation of the interpreter that gave it.</summary>
/// <remarks>
/// It can only be handed back to <see cref="IReal{T}.Select"/>: lanes keep all-ones or all-zeros bits, scalars 1 or 0,
/// <see cref="Dual{T}"/> the mask of its value, <see cref="Symbol"/> the comparison itself.
/// </remarks>
/// <param name="Bits">The interpreter's own representation.</param>
/// <typeparam name="T">The interpreter.</typeparam>
public readonly record struct Mask<T>(T Bits) where T : struct, IReal<T>;
