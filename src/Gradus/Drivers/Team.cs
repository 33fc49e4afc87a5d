namespace Gradus.Drivers;

/// <summary>
/// The threads that share one sweep over memory. They wait between sweeps, so that handing out work allocates nothing
/// and costs a few microseconds.
/// </summary>
public static class Team
{
    private static readonly Lock s_busy = new();
    private static readonly CountdownEvent s_done = new(1);
    private static SemaphoreSlim[] s_wake = [];
    private static Job? s_job;
    private static int s_parts;
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

    /// <summary>Runs all parts of a job and returns when the last is done.</summary>
    /// <remarks>A second caller at the same time does its whole job alone rather than wait.</remarks>
    internal static void Run(Job job, int parts)
    {
        if (parts <= 1 || !s_busy.TryEnter())
        {
            for (int part = 0; part < parts; part++) job.Run(part, parts);
            return;
        }

        try
        {
            Hire(parts - 1);
            job.Forget();
            s_job = job;
            s_parts = parts;
            s_done.Reset(parts - 1);
            for (int helper = 0; helper < parts - 1; helper++) s_wake[helper].Release();
            try
            {
                job.Run(parts - 1, parts);
            }
            finally
            {
                s_done.Wait();
                s_job = null;
            }

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
            int part = i;
            SemaphoreSlim wake = new(0);
            s_wake = [.. s_wake, wake];
            new Thread(() => Work(part, wake)) { IsBackground = true, Name = $"Gradus team {part + 1}" }.Start();
        }
    }

    private static void Work(int part, SemaphoreSlim wake)
    {
        while (true)
        {
            wake.Wait();
            s_job!.TryRun(part, s_parts);
            s_done.Signal();
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
