using Gradus.Lab.Reports;
using Gradus.Lab.Runs;
using Gradus.Torch.Training;

namespace Gradus.Lab.Experiments;

/// <summary>Something that can be found out by training networks, ending in a report.</summary>
public interface IExperiment
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>What it finds out, in one line.</summary>
    string Summary { get; }

    /// <summary>Carries it out, or goes on with it where it was interrupted.</summary>
    /// <param name="options">How big, on what, where to.</param>
    /// <param name="watcher">Told how it is getting on.</param>
    /// <param name="cancellation">Stops it; calling it again with the same options goes on.</param>
    /// <exception cref="ArgumentException">The options do not fit.</exception>
    /// <exception cref="Data.DataSetException">There is no such data, or it cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; what was done is kept.</exception>
    Task<ExperimentOutcome> RunAsync(ExperimentOptions options, IExperimentWatcher watcher, CancellationToken cancellation);
}

/// <summary>How big an experiment is, on what data, and where its files go. What is null follows from the profile.</summary>
public sealed record ExperimentOptions
{
    /// <summary><c>quick</c>, <c>standard</c> or <c>full</c>.</summary>
    public string Profile { get; init; } = "quick";

    /// <summary>A data set's name, or a folder with IDX files.</summary>
    public string Data { get; init; } = "glyphs";

    /// <summary>The folder of the report and the runs.</summary>
    public required string Out { get; init; }

    /// <summary>How many seeds confirm each contestant.</summary>
    public int? Seeds { get; init; }

    /// <summary>Epochs of each confirming run.</summary>
    public int? Epochs { get; init; }

    /// <summary>Runs side by side, one thread each; null for one per core.</summary>
    public int? Jobs { get; init; }

    /// <summary>The command line that asks for this experiment, for the report.</summary>
    public string Command { get; init; } = "";
}

/// <summary>What an experiment left behind.</summary>
/// <param name="Files">The report.</param>
/// <param name="Comparison">The measurements.</param>
/// <param name="Headline">The result in one sentence.</param>
public sealed record ExperimentOutcome(ReportFiles Files, Comparison Comparison, string Headline);

/// <summary>Watches an experiment. Calls come from several threads at once.</summary>
public interface IExperimentWatcher
{
    /// <summary>So many runs belong to the next part of the experiment, of which some were already done earlier.</summary>
    void Planned(string part, int runs, int done);

    /// <summary>A run begins; the listener returned hears its facts.</summary>
    IListener Began(RunSpec run);

    /// <summary>A run is finished.</summary>
    void Ended(RunSpec run, RunResult result);

    /// <summary>A line worth knowing.</summary>
    void Say(string line);
}
