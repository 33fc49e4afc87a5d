namespace Gradus.Drivers;

/// <summary>
/// The threads that share one sweep over memory. They wait between sweeps, so that handing out work allocates nothing
/// and costs a few microseconds.
/// </summary>
/// <remarks>
/// Work is cut into more pieces than there are threads, and whoever is free takes the next. Nobody waits for a thread that
/// has not come yet: after a backward pass the threads of OpenMP spin on their cores for milliseconds, and the system lets
/// ours wait for its turn.
/// </remarks>
public static class Team
{
    /// <summary>Enough that the last piece is short beside the whole, few enough that taking one costs nothing.</summary>
    private const int PiecesPerThread = 32;

    private static readonly Lock s_busy = new();
    private static readonly SemaphoreSlim s_done = new(0);
    private static SemaphoreSlim[] s_wake = [];
    private static Job? s_job;
    private static int s_parts;

    /// <summary>How many pieces are not finished.</summary>
    private static int s_unfinished;

    /// <summary>The sweep's number in the upper half, how many of its pieces nobody has taken yet in the lower.</summary>
    private static long s_open;

    private static int s_size = Environment.ProcessorCount;

    /// <summary>How many threads share a sweep, the caller's included; at first one per processor.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public static int Size
    {
        get => s_size;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            s_size = value;
        }
    }

    /// <summary>Into how many pieces to cut work that consists of <paramref name="units"/> indivisible units.</summary>
    internal static int Pieces(nint units) => s_size == 1 ? 1 : (int)nint.Min(units, (nint)s_size * PiecesPerThread);

    /// <summary>Runs all parts of a job and returns when the last is done.</summary>
    /// <remarks>A second caller at the same time does its whole job alone rather than wait.</remarks>
    /// <param name="job">The job.</param>
    /// <param name="parts">Into how many parts it is cut.</param>
    /// <param name="isSmall">Whether waking another thread would cost more than it brings.</param>
    internal static void Run(Job job, int parts, bool isSmall = false)
    {
        if (isSmall || parts <= 1 || s_size == 1 || !s_busy.TryEnter())
        {
            for (int part = 0; part < parts; part++) job.Run(part, parts);
            return;
        }

        try
        {
            int helpers = Math.Min(s_size, parts) - 1;
            Hire(helpers);
            job.Forget();
            s_job = job;
            s_parts = s_unfinished = parts;
            Volatile.Write(ref s_open, ((s_open >> 32) + 1) << 32 | (uint)parts);
            for (int helper = 0; helper < helpers; helper++) s_wake[helper].Release();
            if (!TakePieces()) s_done.Wait();
            s_job = null;
            job.ThrowIfFailed();
        }
        finally
        {
            s_busy.Exit();
        }
    }

    private static void Hire(int helpers)
    {
        for (int i = s_wake.Length; i < helpers; i++)
        {
            SemaphoreSlim wake = new(0);
            s_wake = [.. s_wake, wake];
            new Thread(() => Work(wake)) { IsBackground = true, Name = $"Gradus team {i + 1}" }.Start();
        }
    }

    private static void Work(SemaphoreSlim wake)
    {
        while (true)
        {
            wake.Wait();
            if (TakePieces()) s_done.Release();
        }
    }

    /// <summary>Takes pieces until none is open.</summary>
    /// <returns>Whether the last piece to be finished was one of them; true for exactly one thread of a sweep.</returns>
    private static bool TakePieces()
    {
        bool last = false;
        while (true)
        {
            // An open piece keeps its sweep from ending, so job and parts belong to it if the exchange succeeds.
            long open = Volatile.Read(ref s_open);
            if ((int)open == 0) return last;
            Job? job = s_job;
            int parts = s_parts;
            if (Interlocked.CompareExchange(ref s_open, open - 1, open) != open) continue;
            job!.TryRun(parts - (int)open, parts);
            last = Interlocked.Decrement(ref s_unfinished) == 0;
        }
    }
}

/// <summary>Work that can be split into parts which touch different memory.</summary>
internal abstract class Job
{
    private Exception? _failure;

    public abstract void Run(int part, int parts);

    public void TryRun(int part, int parts)
    {
        try
        {
            Run(part, parts);
        }
#pragma warning disable CA1031 // Carried over to the caller's thread by ThrowIfFailed.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _failure = failure;
        }
    }

    /// <summary>Leaves behind what a helper threw in a run that the caller's own part ended with another exception.</summary>
    public void Forget() => _failure = null;

    public void ThrowIfFailed()
    {
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
        {
            throw new InvalidOperationException($"A part of the sweep failed: {failure.Message}", failure);
        }
    }
}
