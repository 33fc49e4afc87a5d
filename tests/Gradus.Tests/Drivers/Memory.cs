using System.Numerics;
using System.Runtime.InteropServices;

namespace Gradus.Tests.Drivers;

/// <summary>Numbers that stay put in memory, with guards behind them that a sweep must not touch.</summary>
internal sealed unsafe class Memory<E> : IDisposable where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    private const int Guards = 32;

    private readonly E* _start;

    public Memory(int count, Func<int, double> value)
    {
        Count = count;
        _start = (E*)NativeMemory.AlignedAlloc((nuint)((count + Guards) * sizeof(E)), 64);
        for (int i = 0; i < count; i++) _start[i] = E.CreateTruncating(value(i));
        for (int i = 0; i < Guards; i++) _start[count + i] = E.CreateTruncating(1234.5);
    }

    /// <summary>Numbers between −scale and scale that depend on the seed only.</summary>
    public static Memory<E> Random(int count, ulong seed, double scale = 1)
    {
        SplitMix64 random = new(seed);
        return new(count, _ => scale * (2 * random.NextUniform() - 1));
    }

    public int Count { get; }

    public E* Pointer => _start;

    public double[] Numbers
    {
        get
        {
            for (int i = 0; i < Guards; i++) Assert.Equal(1234.5, double.CreateTruncating(_start[Count + i]));
            double[] numbers = new double[Count];
            for (int i = 0; i < Count; i++) numbers[i] = double.CreateTruncating(_start[i]);
            return numbers;
        }
    }

    public void Dispose() => NativeMemory.AlignedFree(_start);
}
