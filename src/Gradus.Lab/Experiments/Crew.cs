using System.Runtime.ExceptionServices;
using Gradus.Drivers;
using Gradus.Lab.Runs;
using TorchSharp;

namespace Gradus.Lab.Experiments;

/// <summary>
/// Carries out runs side by side, one thread each: on a small network that takes half the time of giving every run all
/// cores in turn, and every contestant is timed under the same load.
/// </summary>
internal sealed class Crew(Runner runner, string runs, int jobs, IExperimentWatcher watcher)
{
    /// <summary>How many runs were finished before this crew came to them.</summary>
    public int Reused { get; private set; }

    /// <summary>Carries out all runs that are not finished yet.</summary>
    /// <returns>The results, in the order of the specifications.</returns>
    public RunResult[] Run(string part, IReadOnlyList<RunSpec> specs, CancellationToken cancellation)
    {
        RunFolder[] folders = [.. specs.Select(spec => new RunFolder(runs, spec))];
        RunResult?[] results = [.. folders.Select(folder => folder.Result())];
        int done = results.Count(result => result is not null);
        Reused += done;
        watcher.Planned(part, specs.Count, done);
        int next = -1;
        ExceptionDispatchInfo? failure = null;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Thread[] threads = [.. Enumerable.Range(0, Math.Min(jobs, specs.Count)).Select(i => new Thread(() => Work(i)) { Name = $"Gradus run {i + 1}" })];
        int team = Team.Size;
        Team.Size = jobs > 1 ? 1 : team;
        try
        {
            foreach (Thread thread in threads) thread.Start();
            foreach (Thread thread in threads) thread.Join();
        }
        finally
        {
            Team.Size = team;
        }

        cancellation.ThrowIfCancellationRequested();
        failure?.Throw();
        return results!;

        void Work(int worker)
        {
            if (jobs > 1) Core.Take(worker);
            // Alone, too: how libtorch shares a product among threads may depend on what else the machine does, and with it the last bit.
            // It keeps this number for each thread.
            torch.set_num_threads(1);

            try
            {
                for (int i = Interlocked.Increment(ref next); i < specs.Count; i = Interlocked.Increment(ref next))
                {
                    if (results[i] is not null) continue;
                    results[i] = runner.Run(folders[i], [watcher.Began(specs[i])], stop.Token);
                    watcher.Ended(specs[i], results[i]!);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // What was done of the run lies in its folder.
            }
#pragma warning disable CA1031 // Thrown again on the caller's thread.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
                stop.Cancel();
            }
        }
    }
}
