using System.Globalization;
using System.Text.Json;
using Gradus.Losses;

namespace Gradus.Cli.Losses;

/// <summary>Arrays of numbers as nested lists in JSON.</summary>
internal static class JsonNumbers
{
    private const int MaxDepth = 8;

    /// <summary>Reads nested lists, all of one shape.</summary>
    /// <exception cref="UsageException">A list is ragged or empty, or something in it is no number.</exception>
    public static NumberArray Read(string name, JsonElement json)
    {
        List<int> shape = [];
        for (JsonElement at = json; at.ValueKind == JsonValueKind.Array; at = at[0])
        {
            shape.Add(at.GetArrayLength());
            if (shape[^1] == 0) throw new UsageException($"{name} has an empty list in it; give at least one number.");
            if (shape.Count > MaxDepth) throw new UsageException($"{name} has lists nested more than {MaxDepth} deep.");
        }

        List<double> values = [];
        Collect(name, json, shape, depth: 0, name, values);
        return new([.. values], shape);
    }

    /// <summary>Writes an array as nested lists.</summary>
    public static void Write(Utf8JsonWriter json, NumberArray numbers) => Write(json, numbers.Values, [.. numbers.Shape]);

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<double> numbers, ReadOnlySpan<int> shape)
    {
        if (shape.IsEmpty)
        {
            json.Number(numbers[0]);
            return;
        }

        int size = numbers.Length / shape[0];
        json.WriteStartArray();
        for (int i = 0; i < shape[0]; i++) Write(json, numbers.Slice(i * size, size), shape[1..]);
        json.WriteEndArray();
    }

    private static void Collect(string name, JsonElement json, List<int> shape, int depth, string place, List<double> values)
    {
        if (depth == shape.Count)
        {
            values.Add(Number(json, place));
            return;
        }

        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() != shape[depth])
        {
            string found = json.ValueKind == JsonValueKind.Array ? $"{json.GetArrayLength()} elements" : $"'{Short(json)}'";
            throw new UsageException($"{name} is ragged: {place} holds {found} where {shape[depth]} elements are expected, as in the first list.");
        }

        int i = 0;
        foreach (JsonElement element in json.EnumerateArray()) Collect(name, element, shape, depth + 1, $"{place}[{i++}]", values);
    }

    private static double Number(JsonElement json, string place)
    {
        if (json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out double number)) return number;
        if (json.ValueKind == JsonValueKind.String && json.GetString() is "NaN" or "Infinity" or "-Infinity")
        {
            return double.Parse(json.GetString()!, CultureInfo.InvariantCulture);
        }

        throw new UsageException($"{place} is {Short(json)}, expected a number, or one of the texts \"NaN\", \"Infinity\", \"-Infinity\".");
    }

    private static string Short(JsonElement json)
    {
        string text = json.GetRawText();
        return text.Length > 30 ? $"{text[..30]}…" : text;
    }
}
