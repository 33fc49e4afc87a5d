using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Gradus.Drivers;

/// <summary>Memory that a sweep borrows, on the border of a cache line.</summary>
internal sealed unsafe class Scratch<E> : IDisposable where E : unmanaged, INumberBase<E>
{
    private const int CacheLine = 64;

    private readonly E[] _array;
    private GCHandle _pin;

    public Scratch(nint count, bool zeroed)
    {
        Count = count;
        _array = ArrayPool<E>.Shared.Rent(checked((int)count + CacheLine / sizeof(E)));
        _pin = GCHandle.Alloc(_array, GCHandleType.Pinned);
        nint start = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_array));
        Pointer = (E*)((start + CacheLine - 1) / CacheLine * CacheLine);
        if (zeroed) Clear();
    }

    public nint Count { get; }

    public E* Pointer { get; }

    public void Clear() => new Span<E>(Pointer, (int)Count).Clear();

    public void Dispose()
    {
        if (!_pin.IsAllocated) return;
        _pin.Free();
        ArrayPool<E>.Shared.Return(_array);
    }
}
