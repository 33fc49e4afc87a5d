using System.Diagnostics;
using System.Globalization;
using Gradus.Lab.Data;
using Gradus.Lab.Reports;
using Gradus.Lab.Reports.Verdicts;
using Gradus.Lab.Runs;
using Gradus.Torch.Data;
using Gradus.Torch.Native;

namespace Gradus.Lab.Experiments;

/// <summary>
/// Which optimizer trains this network best? Every contestant is offered the same learning rates, the best is chosen on
/// validation data, and what counts is the test accuracy of fresh runs at that rate. For each seed all contestants
/// begin with the same weights and see the same batches.
/// </summary>
public sealed class OptimizerShootout : IExperiment
{
    private const string Model = "cnn", Loss = "crossEntropy", Schedule = "cosine";
    private const int BatchSize = 64, EvaluationsPerEpoch = 4;

    /// <summary>The search has a seed of its own, so that no confirming run was chosen by its luck.</summary>
    private const long GridSeed = 1000;

    private static readonly (string Key, string Label, string Optimizer)[] s_contestants =
    [
        ("sgd", "SGD", "sgd"),
        ("momentum", "Momentum", "sgd(momentum=0.9)"),
        ("nesterov", "Nesterov", "sgd(momentum=0.9, nesterov=true)"),
        ("adagrad", "AdaGrad", "adagrad"),
        ("rmsprop", "RMSprop", "rmsprop"),
        ("adam", "Adam", "adam"),
        ("adamw", "AdamW", "adamw"),
    ];

    private readonly Func<string, Profile> _profiles;

    public OptimizerShootout() : this(Profile.Find)
    {
    }

    /// <summary>For tests, which have profiles that take seconds.</summary>
    internal OptimizerShootout(Func<string, Profile> profiles) => _profiles = profiles;

    /// <inheritdoc/>
    public string Name => "optimizers";

    /// <inheritdoc/>
    public string Summary => "SGD, momentum, Nesterov, AdaGrad, RMSprop, Adam and AdamW, each at its best learning rate";

    /// <inheritdoc/>
    public async Task<ExperimentOutcome> RunAsync(ExperimentOptions options, IExperimentWatcher watcher, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(watcher);
        Profile profile = Adapted(_profiles(options.Profile), options);
        int jobs = options.Jobs ?? Environment.ProcessorCount;
        if (jobs < 1) throw new ArgumentException($"{jobs} runs side by side were asked for; give at least 1.");
        Writable(options.Out);
        TorchNatives.EnsureLoaded();

        DataSplits splits = Split(await DataSets.OpenAsync(options.Data, cancellation: cancellation).ConfigureAwait(false), profile);
        watcher.Say($"{splits.Name}: {splits.Train.Count} to train on, {splits.Validation.Count} to choose by, {splits.Test.Count} to test on");
        MachineFacts machine = Machine.Facts();
        Crew crew = new(new Runner(splits, machine, TimeProvider.System), Path.Combine(options.Out, "runs"), jobs, watcher);
        return await Task.Run(() => Compare(crew, profile, splits, machine, options, jobs, cancellation), cancellation).ConfigureAwait(false);
    }

    private ExperimentOutcome Compare(
        Crew crew, Profile profile, DataSplits splits, MachineFacts machine, ExperimentOptions options, int jobs, CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        RunSpec[] grid = [.. s_contestants.SelectMany(c => profile.Rates.Select(rate => Spec(c, rate, GridSeed, profile.GridEpochs, splits, confirms: false)))];
        RunResult[][] tried = [.. crew.Run("search for the learning rate", grid, cancellation).Chunk(profile.Rates.Count)];
        double gridSeconds = Stopwatch.GetElapsedTime(began).TotalSeconds;

        GridPoint[][] grids = [.. tried.Select(results => Grid(profile.Rates, results))];
        double?[] chosen = [.. grids.Select(RateChoice.Best)];
        long[] seeds = [.. Enumerable.Range(1, profile.Seeds).Select(seed => (long)seed)];
        RunSpec[] confirming = [.. s_contestants.Zip(chosen)
            .Where(pair => pair.Second is not null)
            .SelectMany(pair => seeds.Select(seed => Spec(pair.First, pair.Second!.Value, seed, profile.Epochs, splits, confirms: true)))];
        began = Stopwatch.GetTimestamp();
        RunResult[] confirmed = crew.Run("confirmation", confirming, cancellation);
        double confirmationSeconds = Stopwatch.GetElapsedTime(began).TotalSeconds;

        double target = Target(confirmed);
        ILookup<string, (RunSpec Spec, RunResult Result)> byContestant = confirming.Zip(confirmed).ToLookup(pair => ContestantOf(pair.First));
        Comparison comparison = new()
        {
            Experiment = Name,
            Title = $"Optimizers compared on {splits.Name}",
            Profile = profile.Name,
            CreatedUtc = TimeProvider.System.GetUtcNow(),
            GridSeconds = gridSeconds,
            ConfirmationSeconds = confirmationSeconds,
            Data = new(splits.Name, splits.Fingerprint, splits.Train.Count, splits.Validation.Count, splits.Test.Count, splits.Train.Classes),
            Model = new(Model, tried[0][0].Parameters),
            Plan = new()
            {
                Epochs = profile.Epochs,
                BatchSize = BatchSize,
                Loss = Loss,
                Schedule = Schedule,
                TargetAccuracy = target,
                Rates = profile.Rates,
                Seeds = seeds,
            },
            Machine = machine,
            Command = options.Command,
            Claim = Claim.OfLectures,
            Notes =
            [
                .. jobs > 1 ? [$"{jobs} runs trained side by side, one thread each; times are of that."] : Array.Empty<string>(),
                .. crew.Reused > 0 ? [$"{crew.Reused} of {grid.Length + confirming.Length} runs were finished earlier; the time that search and confirmation took leaves them out."] : Array.Empty<string>(),
                $"The target accuracy was set after the runs: what the median of them reached, less a quarter of its error, in whole percent.",
            ],
            Contestants = [.. s_contestants.Select((c, i) => Judge(c, grids[i], tried[i][0], chosen[i], byContestant[c.Key], target))],
        };
        ReportFiles files = Report.Write(comparison, options.Out);
        return new(files, comparison, Reports.Verdicts.Summary.Of(comparison).Headline);
    }

    private static Contestant Judge(
        (string Key, string Label, string Optimizer) contestant, GridPoint[] grid, RunResult any, double? chosen,
        IEnumerable<(RunSpec Spec, RunResult Result)> runs, double target) => new()
        {
            Key = contestant.Key,
            Label = contestant.Label,
            Recipe = $"{Loss} | {WithRate(contestant.Optimizer, chosen ?? grid[0].Rate)} | {Schedule}",
            StateBytes = any.StateBytes,
            StateBytesPerParameter = (double)any.StateBytes / any.Parameters,
            Grid = grid,
            ChosenRate = chosen,
            Runs = [.. runs.Select(run => new ContestantRun
            {
                Seed = run.Spec.Seed,
                Curve = run.Result.Curve,
                TrainAccuracy = run.Result.TrainAccuracy,
                TestAccuracy = run.Result.TestAccuracy,
                TestLoss = run.Result.TestLoss,
                StepsToTarget = run.Result.FirstAt(target)?.Step,
                SecondsToTarget = run.Result.FirstAt(target)?.Seconds,
                Folder = $"runs/{run.Spec.Id}",
                DivergedAtStep = run.Result.DivergedAtStep,
                InitialWeights = run.Result.InitialWeights,
                BatchOrder = run.Result.BatchOrder,
            })],
        };

    private static GridPoint[] Grid(IReadOnlyList<double> rates, RunResult[] results) =>
        [.. rates.Zip(results, (rate, result) => new GridPoint(rate, result.ValidationAccuracy, result.ValidationLoss, result.DivergedAtStep is not null, GridSeed))];

    /// <summary>
    /// The accuracy whose first reaching is timed: the median run's, with a quarter more error, in whole percent. It
    /// depends on all contestants alike.
    /// </summary>
    private static double Target(RunResult[] confirmed)
    {
        double[] reached = [.. confirmed.Select(result => result.ValidationAccuracy).Where(double.IsFinite).Order()];
        if (reached.Length == 0) return 1;
        double median = reached[reached.Length / 2];
        // Near chance, a quarter more error is more than everything.
        return Math.Max(0, Math.Floor((1 - (1 - median) * 1.25) * 100) / 100);
    }

    private static RunSpec Spec((string Key, string Label, string Optimizer) contestant, double rate, long seed, int epochs, DataSplits splits, bool confirms) => new()
    {
        Label = string.Create(CultureInfo.InvariantCulture, $"{contestant.Key} lr={rate} seed={seed}"),
        Loss = Loss,
        Optimizer = WithRate(contestant.Optimizer, rate),
        Schedule = Schedule,
        Model = Model,
        Data = splits.Fingerprint,
        Epochs = epochs,
        BatchSize = BatchSize,
        EvaluationsPerEpoch = confirms ? EvaluationsPerEpoch : 1,
        Seed = seed,
        Confirms = confirms,
    };

    private static string ContestantOf(RunSpec spec) => spec.Label[..spec.Label.IndexOf(' ', StringComparison.Ordinal)];

    private static string WithRate(string optimizer, double rate) => Notation.Print(Notation.ParseOptimizer(optimizer) with { Lr = rate });

    private static Profile Adapted(Profile profile, ExperimentOptions options)
    {
        if (options.Seeds is < 1) throw new ArgumentException($"{options.Seeds} seeds were asked for; a confirmation needs at least 1.");
        if (options.Epochs is < 1) throw new ArgumentException($"{options.Epochs} epochs were asked for; a run needs at least 1.");
        return profile with { Seeds = options.Seeds ?? profile.Seeds, Epochs = options.Epochs ?? profile.Epochs };
    }

    private static DataSplits Split(TrainTest data, Profile profile)
    {
        double share = Math.Min((double)profile.Validation / data.Train.Count, 0.2);
        (ImageSet train, ImageSet validation) = data.Train.Split(seed: 0, share);
        string name = data.Train.Name.Split('/')[0];
        return new(name, train.Take(profile.Train), validation.Take(profile.Validation), data.Test);
    }

    private static void Writable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, $".writable-{Guid.NewGuid():N}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ArgumentException($"The report cannot be written to '{folder}' ({e.Message}); name another folder with --out.", e);
        }
    }
}
