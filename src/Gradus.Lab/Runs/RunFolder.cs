using System.Text.Json;
using Gradus.Lab.Reports;

namespace Gradus.Lab.Runs;

/// <summary>
/// A run on disk: <c>run.json</c> (what it is), <c>metrics.jsonl</c> (every fact), <c>events.out.tfevents.*</c>
/// (TensorBoard), <c>checkpoints/</c>, and <c>result.json</c> once it is finished. The files are the truth.
/// </summary>
public sealed class RunFolder
{
    /// <summary>A run's folder under the runs of an experiment; it is made when something is written.</summary>
    public RunFolder(string runs, RunSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Spec = spec;
        Path = System.IO.Path.Combine(runs, spec.Id);
    }

    /// <summary>What the run is.</summary>
    public RunSpec Spec { get; }

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>Where checkpoints go.</summary>
    public string Checkpoints => System.IO.Path.Combine(Path, "checkpoints");

    /// <summary>The stream of facts, one JSON object a line.</summary>
    public string Metrics => System.IO.Path.Combine(Path, "metrics.jsonl");

    private string ResultFile => System.IO.Path.Combine(Path, "result.json");

    /// <summary>The result, if the run is finished. A damaged file counts as not finished.</summary>
    public RunResult? Result()
    {
        if (!File.Exists(ResultFile)) return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(ResultFile), RunJson.Default.RunResult);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes down what the run is, before it begins.</summary>
    public void Begin(MachineFacts machine, DateTimeOffset now)
    {
        Directory.CreateDirectory(Path);
        string record = System.IO.Path.Combine(Path, "run.json");
        if (!File.Exists(record)) AtomicFile.Write(record, JsonSerializer.Serialize(new RunRecord(Spec, machine, now), RunJson.Default.RunRecord));
    }

    /// <summary>Writes the result, and removes the checkpoints that are no longer needed.</summary>
    public void Finish(RunResult result)
    {
        AtomicFile.Write(ResultFile, JsonSerializer.Serialize(result, RunJson.Default.RunResult));
        if (Directory.Exists(Checkpoints)) Directory.Delete(Checkpoints, recursive: true);
    }
}
