using System.Text.Json;
using Gradus.Losses;

namespace Gradus.Cli.Losses;

/// <summary>The inputs of a loss, as <c>{"prediction": …, "target": …}</c> gives them.</summary>
internal static class JsonInputs
{
    /// <summary>What an input looks like.</summary>
    public const string Example = """{"prediction": [2, 3, -20], "target": [0, 0, 0]}""";

    /// <summary>What an input for rows of logits looks like.</summary>
    public const string RowsExample = """{"prediction": [[2, 0.5, -1], [0, 1, 3]], "target": [0, 2]}""";

    /// <summary>Lists that are nested too deep are JSON all the same: whoever reads them says what is wrong with them.</summary>
    private static readonly JsonDocumentOptions s_deep = new() { MaxDepth = 100_000 };

    /// <summary>Reads inputs.</summary>
    /// <exception cref="UsageException">The text holds none.</exception>
    public static LossInputs Read(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text.TrimStart('\uFEFF'), s_deep);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new UsageException($"The input is no JSON object. Expected something like {Example}");
            }

            LossInputs inputs = new();
            foreach (JsonProperty part in document.RootElement.EnumerateObject())
            {
                if (inputs.Find(part.Name) is not null) throw new UsageException($"The input has \"{part.Name}\" twice; give it once.");
                inputs[part.Name] = JsonNumbers.Read(part.Name, part.Value);
            }

            return inputs;
        }
        catch (JsonException e)
        {
            string hint = text.Contains("NaN", StringComparison.Ordinal) || text.Contains("Infinity", StringComparison.Ordinal)
                ? " NaN and the infinities stand between quotes in JSON: \"NaN\"."
                : "";
            throw new UsageException($"The input is not JSON at line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}.{hint} Expected something like {Example}");
        }
    }
}
