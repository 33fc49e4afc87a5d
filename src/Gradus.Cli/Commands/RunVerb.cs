using System.CommandLine;
using Gradus.Cli.Running;
using Gradus.Lab.Data;
using Gradus.Lab.Experiments;
using Gradus.Lab.Reports;
using Gradus.Lab.Reports.Verdicts;
using Gradus.Metadata;

namespace Gradus.Cli.Commands;

/// <summary>An experiment, ending in a report; the same command goes on where an earlier one stopped.</summary>
internal sealed class RunVerb : Verb
{
    private readonly Argument<string> _experiment = new("experiment") { Description = "an experiment; gradus list experiments shows them" };
    private readonly Option<string> _profile = Ask.Choice("--profile", "How big", "quick", "quick", "standard", "full");
    private readonly Option<string> _data = new("--data") { Description = "A data set by name, or a folder with IDX files", HelpName = "NAME|DIR", DefaultValueFactory = _ => DataSets.All[0].Name };
    private readonly Option<long?> _seeds = Ask.Whole("--seeds", "Confirming runs of each contestant; follows from the profile unless given", "N", 1, 1000);
    private readonly Option<long?> _epochs = Ask.Whole("--epochs", "Epochs of each confirming run; follows from the profile unless given", "N", 1, 10_000);
    private readonly Option<long?> _jobs = Ask.Whole("--jobs", "Runs side by side, one thread each; one per core unless given", "N", 1, 1024);
    private readonly Option<string?> _out = Ask.Text("--out", "Folder of the report and the runs; reports/EXPERIMENT-PROFILE-DATA unless given", "DIR");
    private readonly CliConsole _console;
    private readonly IReadOnlyList<string> _args;

    public RunVerb(CliConsole console, IReadOnlyList<string> args) : base(
        "run",
        "An experiment, ending in a report; again, it goes on where it stopped",
        "gradus run optimizers",
        "gradus run optimizers --profile standard --data fashion-mnist --seeds 3")
    {
        _console = console;
        _args = args;
        Add(_experiment);
        Add(_profile);
        Add(_data);
        Add(_seeds);
        Add(_epochs);
        Add(_jobs);
        Add(_out);
        Add(Json);
    }

    protected override async Task<int> RunAsync(ParseResult given, CancellationToken cancellation)
    {
        IExperiment experiment = Find(given.GetValue(_experiment)!);
        string data = given.GetValue(_data)!, profile = given.GetValue(_profile)!;
        CheckData(data);
        ExperimentOptions options = new()
        {
            Profile = profile,
            Data = data,
            Seeds = (int?)given.GetValue(_seeds),
            Epochs = (int?)given.GetValue(_epochs),
            Jobs = (int?)given.GetValue(_jobs),
            Out = given.GetValue(_out) ?? Path.Combine("reports", $"{experiment.Name}-{profile}-{Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(data)))}"),
            Command = CommandLine.Of(_args),
        };
        Watcher watcher = new(TimeProvider.System);
        using CancellationTokenRegistration notice = cancellation.Register(() => watcher.Say("Stopping at the next step; a second Ctrl-C stops at once."));
        Task<ExperimentOutcome> work = Task.Run(() => WorkAsync(experiment, options, watcher, cancellation), CancellationToken.None);
        await (_console.ErrorIsTerminal ? LiveScreen.ShowAsync(_console, watcher, work) : PlainLines.ShowAsync(_console.Error, watcher, work)).ConfigureAwait(false);
        try
        {
            Tell(await work.ConfigureAwait(false), given.GetValue(Json));
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            _console.Error.WriteLine($"Stopped. Finished runs and checkpoints are kept in {options.Out}. To go on:");
            _console.Error.WriteLine($"  {options.Command}");
            return ExitCode.Interrupted;
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e);
        }
    }

    private static async Task<ExperimentOutcome> WorkAsync(IExperiment experiment, ExperimentOptions options, Watcher watcher, CancellationToken cancellation)
    {
        // Fetched here, where somebody watches; the experiment finds it on this machine.
        if (DataSets.All.Any(set => set.Name == options.Data && set.Source is not null))
        {
            await DataSets.OpenAsync(options.Data, new() { Progress = new DownloadLines(watcher.Say) }, cancellation).ConfigureAwait(false);
        }

        return await experiment.RunAsync(options, watcher, cancellation).ConfigureAwait(false);
    }

    private void Tell(ExperimentOutcome outcome, bool asJson)
    {
        if (asJson)
        {
            _console.Out.WriteJson(json => json.Object(() =>
            {
                json.WriteString("headline", outcome.Headline);
                json.WriteString("report", Path.GetFullPath(outcome.Files.Html));
                json.WriteString("results", Path.GetFullPath(outcome.Files.Json));
                json.WritePropertyName("comparison");
                json.Document(ComparisonJson.Write(outcome.Comparison));
            }));
            return;
        }

        Summary summary = Summary.Of(outcome.Comparison);
        _console.Out.WriteLine(_console.OutInk.Bold(outcome.Headline));
        _console.Out.WriteLine();
        foreach (string line in Ranking.Lines(summary)) _console.Out.WriteLine(line);
        _console.Out.WriteLine();
        foreach (Warning warning in summary.Warnings)
        {
            foreach (string line in Columns.Wrap($"! {warning.Text}", _console.Width, indent: 2)) _console.Out.WriteLine(_console.OutInk.Doubtful(line));
        }

        _console.Out.WriteLine($"Report: {outcome.Files.Html}");
    }

    private static IExperiment Find(string name) => Experiment.All.FirstOrDefault(experiment => experiment.Name == name)
        ?? throw new UsageException($"There is no experiment '{name}'. {Spelling.Offer(name, [.. Experiment.All.Select(experiment => experiment.Name)])}");

    private static void CheckData(string data)
    {
        string[] names = [.. DataSets.All.Select(set => set.Name)];
        if (names.Contains(data)) return;
        if (!Directory.Exists(data)) throw new UsageException($"'{data}' is neither a data set nor a folder. {Spelling.Offer(data, names)}");
        if (!IdxFolder.IsComplete(data)) throw new UsageException($"'{data}' does not hold the four files of a data set: {string.Join(", ", IdxFolder.FileNames)}.");
    }
}
