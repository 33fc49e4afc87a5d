using System.Text.Json;
using System.Text.Json.Serialization;
using Gradus.Torch.Training;

namespace Gradus.Lab.Runs;

/// <summary>Writes facts as JSON lines, and reads back those of the epochs that a checkpoint covers.</summary>
public sealed class MetricsFile : IListener, IDisposable
{
    private readonly StreamWriter _writer;

    private MetricsFile(StreamWriter writer) => _writer = writer;

    /// <summary>Opens the file to go on after some epochs; what was written of later ones is dropped.</summary>
    /// <param name="path">The file; made where it is not there.</param>
    /// <param name="epochs">How many epochs are done and kept.</param>
    /// <param name="kept">The facts of those epochs.</param>
    public static MetricsFile Open(string path, int epochs, out IReadOnlyList<Fact> kept)
    {
        List<Fact> facts = epochs == 0 || !File.Exists(path) ? [] : [.. Read(path).Where(fact => EpochOf(fact) is int epoch && epoch < epochs)];
        string temporary = path + ".part";
        using (StreamWriter writer = new(temporary))
        {
            foreach (Fact fact in facts) writer.WriteLine(Line(fact));
        }

        File.Move(temporary, path, overwrite: true);
        kept = facts;
        return new(new StreamWriter(path, append: true));
    }

    /// <summary>Reads the facts of a file; a last line that was cut short is left out.</summary>
    public static IEnumerable<Fact> Read(string path)
    {
        foreach (string line in File.ReadLines(path))
        {
            Fact? fact = null;
            try
            {
                fact = JsonSerializer.Deserialize(line, FactJson.Default.Fact);
            }
            catch (JsonException)
            {
                // An interrupted process may leave half a line at the end; what it said is said again on resuming.
            }

            if (fact is not null) yield return fact;
        }
    }

    /// <inheritdoc/>
    public void Hear(Fact fact)
    {
        _writer.WriteLine(Line(fact));
        if (fact is not StepDone) _writer.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private static string Line(Fact fact) => JsonSerializer.Serialize(fact, FactJson.Default.Fact);

    private static int? EpochOf(Fact fact) => fact switch
    {
        StepDone step => step.Epoch,
        EpochDone done => done.Epoch,
        Evaluated evaluated => evaluated.Epoch,
        _ => null,
    };
}

/// <summary>The JSON form of facts: the kind under <c>fact</c>, then its numbers.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Fact))]
internal sealed partial class FactJson : JsonSerializerContext;
