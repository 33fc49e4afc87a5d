using Gradus.Lab.Data;
using Gradus.Lab.Experiments;
using Gradus.Lab.Reports;
using Gradus.Lab.Runs;
using Gradus.Lab.Tests.Data;
using Gradus.Torch.Data;
using Gradus.Torch.Training;

namespace Gradus.Lab.Tests.Experiments;

/// <summary>The shootout on a hundred images, one epoch, three rates of which the last diverges, and two seeds.</summary>
internal sealed class TinyShootout : IDisposable
{
    public static readonly Profile Profile = new("tiny", 100, 40, 1, 1, 2, [1e-5, 1e-2, 1e30]);

    private static readonly Lazy<TrainTest> s_data = new(() => Glyphs.Create(train: 200, test: 40));

    private readonly TemporaryFolder _folder = new();

    public static TrainTest Data => s_data.Value;

    public string Out => _folder.File("report");

    public void Dispose() => _folder.Dispose();

    public Task<ExperimentOutcome> RunAsync(Watcher? watcher = null, int jobs = 2, Profile? profile = null, TrainTest? data = null)
    {
        string folder = _folder.File("shapes");
        Directory.CreateDirectory(folder);
        foreach ((string name, byte[] bytes) in IdxFolder.FileNames.Zip(IdxWriter.FourFiles(data ?? Data))) File.WriteAllBytes(Path.Combine(folder, name), bytes);
        return new OptimizerShootout(_ => profile ?? Profile).RunAsync(
            new() { Data = folder, Out = Out, Jobs = jobs, Command = "gradus run optimizers" }, watcher ?? new(), (watcher ?? new()).Token);
    }

    /// <summary>The data as the experiment splits it.</summary>
    public static (ImageSet Train, ImageSet Validation) Split()
    {
        (ImageSet train, ImageSet validation) = Data.Train.Split(seed: 0, 0.2);
        return (train.Take(Profile.Train), validation.Take(Profile.Validation));
    }

    /// <summary>Everything a comparison says except when, how long, and how many side by side.</summary>
    public static string Timeless(Comparison comparison) => ComparisonJson.Write(comparison with
    {
        CreatedUtc = default,
        GridSeconds = 0,
        ConfirmationSeconds = 0,
        Notes = [],
        Contestants = [.. comparison.Contestants.Select(contestant => contestant with
        {
            Runs = [.. contestant.Runs.Select(run => run with
            {
                SecondsToTarget = run.SecondsToTarget is null ? null : 0,
                Curve = [.. run.Curve.Select(point => point with { Seconds = 0 })],
            })],
        })],
    });
}

/// <summary>Writes down what an experiment does, and stops it where it is told to.</summary>
internal sealed class Watcher : IExperimentWatcher, IDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Lock _gate = new();

    public CancellationToken Token => _stop.Token;

    /// <summary>Stops the experiment once so many runs have ended.</summary>
    public int StopAfter { get; init; } = int.MaxValue;

    public List<(string Part, int Runs, int Done)> Parts { get; } = [];

    public List<RunSpec> Begun { get; } = [];

    public List<RunSpec> Finished { get; } = [];

    public List<string> Lines { get; } = [];

    public void Planned(string part, int runs, int done)
    {
        lock (_gate) Parts.Add((part, runs, done));
    }

    public IListener Began(RunSpec run)
    {
        lock (_gate) Begun.Add(run);
        return new Runs.Hearing(_ => { });
    }

    public void Ended(RunSpec run, RunResult result)
    {
        lock (_gate)
        {
            Finished.Add(run);
            if (Finished.Count >= StopAfter) _stop.Cancel();
        }
    }

    public void Say(string line)
    {
        lock (_gate) Lines.Add(line);
    }

    public void Dispose() => _stop.Dispose();
}
