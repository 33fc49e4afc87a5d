using System.Collections.Concurrent;
using Gradus.Lab.Experiments;
using Gradus.Lab.Runs;
using Gradus.Torch.Training;

namespace Gradus.Cli.Running;

/// <summary>Hears how an experiment is getting on: the state goes to a board, what is worth a line waits to be printed.</summary>
internal sealed class Watcher(TimeProvider time) : IExperimentWatcher
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentDictionary<string, long> _began = new();

    public Board Board { get; } = new(time);

    /// <summary>The next line that nobody has printed yet.</summary>
    public bool TryTake(out string line) => _lines.TryDequeue(out line!);

    public void Planned(string part, int runs, int done)
    {
        Board.Plan(part, runs, done);
        Say($"{part}: {Cli.Say.Count(runs, "run")}{(done > 0 ? $", {done} already done" : "")}");
    }

    public IListener Began(RunSpec run)
    {
        _began[run.Id] = time.GetTimestamp();
        return Board.Begin(run);
    }

    public void Ended(RunSpec run, RunResult result)
    {
        Board.End(run);
        string outcome = result.DivergedAtStep is { } step ? $"diverged at step {step}"
            : double.IsFinite(result.TestAccuracy) ? $"{Cli.Say.Percent(result.TestAccuracy)} test accuracy"
            : $"{Cli.Say.Percent(result.ValidationAccuracy)} validation accuracy";
        Say($"  {run.Label}: {outcome}, {Cli.Say.Duration(time.GetElapsedTime(_began[run.Id]))}");
    }

    public void Say(string line) => _lines.Enqueue(line);
}
