using Gradus.Lab.Runs;

namespace Gradus.Cli.Running;

/// <summary>Where an experiment stands: its parts, and the runs that are going on. Many threads write, one reads.</summary>
internal sealed class Board(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<ActiveRun> _active = [];
    private (string Name, int Runs, int DoneBefore, long Began)? _part;
    private int _finished;

    public void Plan(string part, int runs, int done)
    {
        lock (_gate)
        {
            _part = (part, runs, done, time.GetTimestamp());
            _finished = 0;
        }
    }

    public ActiveRun Begin(RunSpec run)
    {
        ActiveRun active = new(run.Label);
        lock (_gate) _active.Add(active);
        return active;
    }

    public void End(RunSpec run)
    {
        lock (_gate)
        {
            _active.RemoveAll(active => active.Label == run.Label);
            _finished++;
        }
    }

    /// <summary>The present part and the runs going on in it; null before the first part.</summary>
    public BoardView? View()
    {
        lock (_gate)
        {
            if (_part is not { } part) return null;
            RunView[] runs = [.. _active.Select(active => active.View()).OfType<RunView>()];
            double doneNow = _finished + runs.Sum(run => run.Share), left = part.Runs - part.DoneBefore - doneNow;
            TimeSpan? eta = doneNow < 0.05 ? null : time.GetElapsedTime(part.Began) * (left / doneNow);
            return new(part.Name, part.DoneBefore + _finished, part.Runs, (part.DoneBefore + doneNow) / Math.Max(1, part.Runs), eta, runs);
        }
    }
}

/// <summary>An experiment at one moment.</summary>
/// <param name="Part">Which part of it.</param>
/// <param name="Done">Runs that are finished, those of an earlier call included.</param>
/// <param name="Runs">Runs of the part.</param>
/// <param name="Share">The share that is done, unfinished runs counted by their steps.</param>
/// <param name="Left">How long the part will still take; null while nobody can know.</param>
/// <param name="Active">The runs going on.</param>
internal sealed record BoardView(string Part, int Done, int Runs, double Share, TimeSpan? Left, IReadOnlyList<RunView> Active);
