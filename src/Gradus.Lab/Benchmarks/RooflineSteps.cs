using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Gradus.Lab.Benchmarks;

/// <summary>
/// What memory allows: reads and writes as many arrays as the rule, with one multiplication and addition for each number
/// written. The threads have fixed shares and meet only before and after all steps of a measurement.
/// </summary>
internal sealed unsafe class RooflineSteps : StepContestant
{
    private const float Small = 1e-6f;
    private readonly Tensor[][] _written;
    private readonly Tensor[] _read;
    private readonly Chunk[] _chunks;
    private readonly Barrier _begin, _end;
    private readonly int _threads;
    private int _times;

    public RooflineSteps(int written, ParameterSizes sizes, int threads) : this(written, [.. Enumerable.Repeat((long)sizes.Elements, sizes.Count)], threads)
    {
    }

    public RooflineSteps(int written, IReadOnlyList<long> elements, int threads)
    {
        _threads = threads;
        _read = Arrays();
        _written = [.. Enumerable.Range(0, written).Select(_ => Arrays())];
        _chunks = [.. elements.Select((count, i) => new Chunk(Address(_read[i]), [.. _written.Select(arrays => Address(arrays[i]))], count))];
        (_begin, _end) = (new(threads), new(threads));
        for (int part = 1; part < threads; part++)
        {
            int mine = part;
            new Thread(() => Work(mine)) { IsBackground = true, Name = $"roofline {mine}" }.Start();
        }

        Tensor[] Arrays() => [.. elements.Select(count => rand(count))];
    }

    public override void Step(int times)
    {
        _times = times;
        _begin.SignalAndWait();
        Sweep(0);
        _end.SignalAndWait();
    }

    public override void Dispose()
    {
        _times = 0;
        _begin.SignalAndWait();
        _end.SignalAndWait();
        foreach (Tensor tensor in (Tensor[])[.. _read, .. _written.SelectMany(arrays => arrays)]) tensor.Dispose();
    }

    private void Work(int part)
    {
        while (true)
        {
            _begin.SignalAndWait();
            bool over = _times == 0;
            Sweep(part);
            _end.SignalAndWait();
            if (over) return;
        }
    }

    private void Sweep(int part)
    {
        for (int i = 0; i < _times; i++)
        {
            long total = _chunks.Sum(chunk => chunk.Count), passed = 0;
            long begin = Cut(total, part), end = Cut(total, part + 1);
            foreach (Chunk chunk in _chunks)
            {
                long first = Math.Max(begin - passed, 0), last = Math.Min(end - passed, chunk.Count);
                if (first < last && chunk.Written.Length == 2) Two(chunk, (nint)first, (nint)last);
                else if (first < last && chunk.Written.Length == 3) Three(chunk, (nint)first, (nint)last);
                else if (first < last) Any(chunk, (nint)first, (nint)last);
                passed += chunk.Count;
            }
        }
    }

    private long Cut(long total, int part) => part == _threads ? total : total * part / _threads / 64 * 64;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two(Chunk chunk, nint i, nint end)
    {
        float* g = (float*)chunk.Read, a = (float*)chunk.Written[0], b = (float*)chunk.Written[1];
        Vector512<float> small = Vector512.Create(Small);
        for (; i <= end - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            Vector512<float> change = Vector512.Load(g + i) * small;
            (Vector512.Load(a + i) + change).Store(a + i);
            (Vector512.Load(b + i) + change).Store(b + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Three(Chunk chunk, nint i, nint end)
    {
        float* g = (float*)chunk.Read, a = (float*)chunk.Written[0], b = (float*)chunk.Written[1], c = (float*)chunk.Written[2];
        Vector512<float> small = Vector512.Create(Small);
        for (; i <= end - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            Vector512<float> change = Vector512.Load(g + i) * small;
            (Vector512.Load(a + i) + change).Store(a + i);
            (Vector512.Load(b + i) + change).Store(b + i);
            (Vector512.Load(c + i) + change).Store(c + i);
        }
    }

    /// <summary>Any number of arrays, whose addresses stay in the first cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Any(Chunk chunk, nint i, nint end)
    {
        float* g = (float*)chunk.Read;
        Vector512<float> small = Vector512.Create(Small);
        fixed (nint* written = chunk.Written)
        {
            int count = chunk.Written.Length;
            for (; i <= end - Vector512<float>.Count; i += Vector512<float>.Count)
            {
                Vector512<float> change = Vector512.Load(g + i) * small;
                for (int k = 0; k < count; k++)
                {
                    float* a = (float*)written[k];
                    (Vector512.Load(a + i) + change).Store(a + i);
                }
            }
        }
    }

    private static nint Address(Tensor tensor) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

    /// <summary>One gradient-like array that is read, and those that are read and written.</summary>
    private readonly record struct Chunk(nint Read, nint[] Written, long Count);
}
