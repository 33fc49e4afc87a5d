using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gradus.Cli;

/// <summary>Results as one JSON document on one line, with doubles that read back bit for bit.</summary>
internal static class JsonOutput
{
    // The text is read by people too, and never pasted into a page.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the document when it is whole, so that a failure half-way leaves no half of one.</summary>
    public static void WriteJson(this TextWriter output, Action<Utf8JsonWriter> write)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, s_options)) write(json);
        output.WriteLine(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
    }

    /// <summary>A document that is already written down.</summary>
    public static void Document(this Utf8JsonWriter json, string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        document.WriteTo(json);
    }

    /// <summary>An object between braces.</summary>
    public static void Object(this Utf8JsonWriter json, Action write)
    {
        json.WriteStartObject();
        write();
        json.WriteEndObject();
    }

    /// <summary>A named list.</summary>
    public static void List<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items) write(item);
        json.WriteEndArray();
    }

    /// <summary>A named list of numbers.</summary>
    public static void Numbers(this Utf8JsonWriter json, string name, IEnumerable<double> numbers) =>
        json.List(name, numbers, json.Number);

    /// <summary>A named number.</summary>
    public static void Number(this Utf8JsonWriter json, string name, double number)
    {
        json.WritePropertyName(name);
        json.Number(number);
    }

    /// <summary>A number, or the name of one that JSON has not.</summary>
    public static void Number(this Utf8JsonWriter json, double number)
    {
        if (double.IsFinite(number)) json.WriteNumberValue(number);
        else json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
    }
}
