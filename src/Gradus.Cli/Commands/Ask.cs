using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Gradus.Cli.Commands;

/// <summary>Options that say in words what they expect.</summary>
internal static class Ask
{
    /// <summary>A whole number.</summary>
    public static Option<long?> Whole(string name, string description, string help, long min, long max = long.MaxValue) => new(name)
    {
        Description = description,
        HelpName = help,
        CustomParser = result => Parse<long>(result, name, max == long.MaxValue ? $"a whole number ≥ {min}" : Say.Inv($"a whole number from {min} to {max:#,0}"),
            (string text, out long value) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= min && value <= max),
    };

    /// <summary>A finite number ≥ 0.</summary>
    public static Option<double?> Number(string name, string description, string help) => new(name)
    {
        Description = description,
        HelpName = help,
        CustomParser = result => Parse<double>(result, name, "a number ≥ 0",
            (string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value) && value >= 0),
    };

    /// <summary>A finite number.</summary>
    public static Option<double?> Real(string name, string description, string help) => new(name)
    {
        Description = description,
        HelpName = help,
        CustomParser = result => Parse<double>(result, name, "a number",
            (string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value)),
    };

    /// <summary>One of a few words.</summary>
    public static Option<string> Choice(string name, string description, string normally, params IReadOnlyList<string> words) => new(name)
    {
        Description = description,
        HelpName = string.Join('|', words),
        DefaultValueFactory = _ => normally,
        CustomParser = result =>
        {
            string word = result.Tokens[0].Value;
            if (!words.Contains(word)) result.AddError($"{name} is '{word}', but it must be one of {string.Join(", ", words)}.");
            return word;
        },
    };

    /// <summary>Any text.</summary>
    public static Option<string?> Text(string name, string description, string help) => new(name) { Description = description, HelpName = help };

    private delegate bool Reader<T>(string text, out T value);

    private static T? Parse<T>(ArgumentResult result, string name, string expected, Reader<T> read) where T : struct
    {
        string text = result.Tokens[0].Value;
        if (read(text, out T value)) return value;
        result.AddError($"{name} is '{text}', but it must be {expected}.");
        return null;
    }
}
