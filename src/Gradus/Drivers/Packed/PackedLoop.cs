using System.Numerics;
using System.Runtime.CompilerServices;
using Gradus.Algebra;
using Gradus.Optimizers;

namespace Gradus.Drivers;

/// <summary>One rule over neighbouring elements that do not lie in memory as float32: piece by piece they are widened, stepped and narrowed.</summary>
internal static unsafe class PackedLoop<TRule, TState, TLanes, E>
    where TRule : struct, IUpdateRule<TLanes, TState>
    where TState : struct, IState<TState, TLanes>
    where TLanes : unmanaged, ILanes<TLanes, E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>Steps the elements of the blocks that begin in a range: neighbouring ranges share no block, and leave none out.</summary>
    [SkipLocalsInit]
    public static void Sweep(in TRule rule, in Segment<E> given, nint first, nint last, long step)
    {
        ref readonly Segment<float> segment = ref Unsafe.As<Segment<E>, Segment<float>>(ref Unsafe.AsRef(in given));
        float* buffer = stackalloc float[Piece.Room(TState.Count)];
        Piece piece = new(buffer, TState.Count);
        nint end = Packed.BlockAfter(last, segment.Count);
        for (nint at = Packed.BlockAfter(first, segment.Count); at < end; at += Piece.Length)
        {
            nint count = nint.Min(Piece.Length, end - at);
            piece.Open(in segment, at, count);
            UpdateLoop<TRule, TState, TLanes, E>.Sweep(in rule, (E*)piece.Parameter, (E*)piece.Gradient, (E*)piece.State, Piece.Length, count);
            piece.Close(step);
        }
    }
}

/// <summary>Where the blocks of packed memory lie.</summary>
internal static class Packed
{
    /// <summary>The beginning of the first block that begins at an element or behind it; of none, the end.</summary>
    public static nint BlockAfter(nint element, nint count) =>
        nint.Min(count, (element + EightBitNumbers.BlockLength - 1) / EightBitNumbers.BlockLength * EightBitNumbers.BlockLength);
}
