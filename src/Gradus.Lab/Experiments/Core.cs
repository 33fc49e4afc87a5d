using System.Numerics;
using System.Runtime.InteropServices;

namespace Gradus.Lab.Experiments;

/// <summary>
/// Gives a thread a core of its own, so that runs which train side by side are timed alike: left to itself a scheduler
/// may keep two busy threads on one core for minutes, above all in small virtual machines.
/// </summary>
internal static partial class Core
{
    /// <summary>Bits in the kernel's processor mask that is asked for: 1,024 processors.</summary>
    private const int Words = 16;

    /// <summary>Binds the calling thread, and the threads it starts, to one of the processors that it may use.</summary>
    /// <param name="index">Which of them; counted round where there are fewer.</param>
    /// <remarks>Does nothing where the system is not Linux or refuses: it is a matter of timing, not of results.</remarks>
    public static void Take(int index)
    {
        if (!OperatingSystem.IsLinux()) return;
        ulong[] mask = new ulong[Words];
        if (GetAffinity(0, Words * sizeof(ulong), mask) < 0) return;
        int allowed = mask.Sum(word => BitOperations.PopCount(word));
        if (allowed < 2) return;
        int chosen = Bit(mask, index % allowed);
        Array.Clear(mask);
        mask[chosen / 64] = 1UL << (chosen % 64);
        _ = SetAffinity(0, Words * sizeof(ulong), mask);
    }

    private static int Bit(ulong[] mask, int index)
    {
        for (int bit = 0; ; bit++)
        {
            if ((mask[bit / 64] >> (bit % 64) & 1) != 0 && index-- == 0) return bit;
        }
    }

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    private static partial int GetAffinity(int thread, nint size, [In, Out] ulong[] mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nint size, [In] ulong[] mask);
}
