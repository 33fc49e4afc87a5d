using System.Text.Json;

namespace Gradus.Tests.Shared;

/// <summary>The reference numbers of tests/golden, copied beside the tests.</summary>
public static class Golden
{
    /// <summary>The cases of losses.json, optimizers.json or schedules.json.</summary>
    public static IReadOnlyList<JsonElement> Cases(string file)
    {
        using FileStream stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "golden", file));
        using JsonDocument document = JsonDocument.Parse(stream);
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(c => c.Clone())];
    }

    /// <summary>A JSON object as arguments for a method's entry in the catalogue.</summary>
    public static Dictionary<string, object?> Arguments(JsonElement parameters) =>
        parameters.EnumerateObject().ToDictionary(p => p.Name, p => Value(p.Value));

    /// <summary>A list of numbers.</summary>
    public static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(Number)];

    /// <summary>A number, or one of the strings that stand for NaN and the infinities.</summary>
    public static double Number(JsonElement number) => number.ValueKind == JsonValueKind.String
        ? double.Parse(number.GetString()!, System.Globalization.CultureInfo.InvariantCulture)
        : number.GetDouble();

    /// <summary>Whether two numbers agree to a relative error, or near zero to an absolute one.</summary>
    public static bool Close(double expected, double actual, double relative, double absolute = 1e-12) =>
        expected.Equals(actual) || Math.Abs(expected - actual) <= Math.Max(absolute, relative * Math.Abs(expected));

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array => Numbers(value),
        JsonValueKind.Null => null,
        _ => value.GetDouble(),
    };
}
