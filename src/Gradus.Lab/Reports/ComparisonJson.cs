using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

using Gradus.Lab.Reports.Verdicts;

namespace Gradus.Lab.Reports;

/// <summary>The JSON form: camelCase, doubles that read back bit for bit, NaN and infinities as strings.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(Comparison))]
[JsonSerializable(typeof(Summary))]
public sealed partial class ComparisonJson : JsonSerializerContext
{
    /// <summary>The comparison as one JSON document.</summary>
    public static string Write(Comparison comparison) => JsonSerializer.Serialize(comparison, Readable.Context.Comparison);

    /// <summary>The computed summary as one JSON document.</summary>
    public static string Write(Summary summary) => JsonSerializer.Serialize(summary, Readable.Context.Summary);

    /// <summary>Reads what <see cref="Write(Reports.Comparison)"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not such a document.</exception>
    public static Comparison Read(string json) =>
        JsonSerializer.Deserialize(json, Readable.Context.Comparison)
        ?? throw new JsonException("Expected a comparison (an object with experiment, plan, contestants …), got null.");

    private static class Readable
    {
        // Names and units hold ± and → ; the file is read by people too, and never pasted into a page.
        public static readonly ComparisonJson Context = new(new JsonSerializerOptions(Default.Options!)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
    }
}
