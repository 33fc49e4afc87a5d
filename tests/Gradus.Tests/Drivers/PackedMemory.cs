using System.Runtime.InteropServices;
using Gradus.Drivers;
using Gradus.Optimizers;

namespace Gradus.Tests.Drivers;

/// <summary>State of some elements, each slot in a format of its own.</summary>
internal sealed unsafe class PackedMemory : IDisposable
{
    private readonly List<nint> _memory = [];
    private readonly PackedSlot[] _slots;
    private readonly int _count;

    public PackedMemory(int count, params StateFormat[] formats)
    {
        _count = count;
        _slots = GC.AllocateArray<PackedSlot>(formats.Length, pinned: true);
        for (int i = 0; i < formats.Length; i++)
        {
            _slots[i] = new(formats[i], Room(PackedSlot.BytesFor(formats[i], count)), (float*)Room(4 * PackedSlot.ScalesFor(formats[i], count)));
            _slots[i].Fill(0, count);
        }
    }

    /// <summary>For a rule that asks for its formats, as it starts.</summary>
    public static PackedMemory For(ElementwiseOptimizer rule, int count, bool ignoresFormat = false)
    {
        int slots = RuleFormula.SlotsOf(rule).Count;
        PackedMemory memory = new(count, [.. Enumerable.Range(0, slots).Select(i => ignoresFormat ? StateFormat.Full : rule.FormatOf(i, slots))]);
        for (int i = 0; i < slots; i++) memory._slots[i].Fill((float)rule.InitialState(i), count);
        return memory;
    }

    public PackedSlot this[int slot] => _slots[slot];

    public int Count => _slots.Length;

    public PackedSlot* Pointer => (PackedSlot*)Marshal.UnsafeAddrOfPinnedArrayElement(_slots, 0);

    public float[] Numbers(int slot)
    {
        float[] padded = new float[(_count + 15) / 16 * 16];
        fixed (float* to = padded) _slots[slot].Widen(0, _count, to);
        return padded[.._count];
    }

    public void Store(int slot, float[] numbers, ulong key = 1)
    {
        float[] padded = [.. numbers, .. new float[16]];
        fixed (float* from = padded) _slots[slot].Narrow(from, 0, numbers.Length, key);
    }

    public float[] Stored(int slot, float[] numbers, ulong key = 1)
    {
        Store(slot, numbers, key);
        return Numbers(slot);
    }

    public void Dispose()
    {
        foreach (nint memory in _memory) NativeMemory.AlignedFree((void*)memory);
    }

    private void* Room(long bytes)
    {
        void* memory = NativeMemory.AlignedAlloc((nuint)bytes + 64, 64);
        NativeMemory.Fill(memory, (nuint)bytes + 64, 0xA5);
        _memory.Add((nint)memory);
        return memory;
    }
}
