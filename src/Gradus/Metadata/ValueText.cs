using System.Globalization;

namespace Gradus.Metadata;

/// <summary>Values of hyperparameters as the recipe language writes them.</summary>
internal static class ValueText
{
    public static string Of(object value) => value switch
    {
        double number => Of(number),
        bool yes => yes ? "true" : "false",
        string text => $"\"{text}\"",
        Enum word => ParameterEntry.Camel(word.ToString()),
        IEnumerable<double> numbers => $"[{string.Join(", ", numbers.Select(Of))}]",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>The shortest text that reads back as the same number: 0.05, 3e-4, 1.5e20.</summary>
    public static string Of(double number)
    {
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        int e = text.IndexOf('E', StringComparison.Ordinal);
        if (e >= 0) return $"{text[..e]}e{int.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)}";
        if (!(Math.Abs(number) < 0.01) || number == 0) return text;

        // 0.0003: people write learning rates as 3e-4.
        string sign = number < 0 ? "-" : "", digits = text[(sign.Length + 2)..].TrimStart('0');
        int exponent = digits.Length - (text.Length - sign.Length - 2) - 1;
        string scientific = $"{sign}{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{exponent}";
        return scientific.Length < text.Length ? scientific : text;
    }
}
