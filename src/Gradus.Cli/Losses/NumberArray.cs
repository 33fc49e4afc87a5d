using System.Globalization;
using System.Text.Json;

namespace Gradus.Cli.Losses;

/// <summary>Nested lists of numbers as they stand in JSON: one flat list, and its shape.</summary>
internal sealed record NumberArray(string Name, double[] Values, int[] Shape)
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
        return new(name, [.. values], [.. shape]);
    }

    /// <summary>"a number", "3 numbers" or "2×3 numbers".</summary>
    public string ShapeText => Shape.Length == 0 ? "a single number" : $"{string.Join('×', Shape)} numbers";

    /// <summary>Where an element stands: prediction[1][0].</summary>
    public string Place(int index)
    {
        string place = "";
        foreach (int size in Shape.Reverse())
        {
            place = $"[{index % size}]{place}";
            index /= size;
        }

        return Name + place;
    }

    /// <summary>Writes numbers nested as these are.</summary>
    public void WriteLike(Utf8JsonWriter json, IReadOnlyList<double> numbers) => Write(json, numbers, Shape);

    /// <summary>Writes numbers in nested lists of a shape.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<double> numbers, ReadOnlySpan<int> shape) =>
        Write(json, numbers, shape, 0, numbers.Count);

    private static void Write(Utf8JsonWriter json, IReadOnlyList<double> numbers, ReadOnlySpan<int> shape, int begin, int count)
    {
        if (shape.IsEmpty)
        {
            json.Number(numbers[begin]);
            return;
        }

        int size = count / shape[0];
        json.WriteStartArray();
        for (int i = 0; i < shape[0]; i++) Write(json, numbers, shape[1..], begin + i * size, size);
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
