using Gradus.Drivers;
using static TorchSharp.torch;

namespace Gradus.Lab.Benchmarks;

/// <summary>Gives Gradus and libtorch the same number of threads for a while.</summary>
internal sealed class ThreadCount : IDisposable
{
    private readonly int _ours = Team.Size, _libtorch = get_num_threads();

    public ThreadCount(int? threads)
    {
        if (threads is not { } count) return;
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(threads));
        Team.Size = count;
        set_num_threads(count);
    }

    public void Dispose()
    {
        Team.Size = _ours;
        set_num_threads(_libtorch);
    }
}
