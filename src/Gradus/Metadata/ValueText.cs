using System.Globalization;

namespace Gradus.Metadata;

/// <summary>Values of hyperparameters as the recipe language writes them.</summary>
internal static class ValueText
{
    public static string Of(object value) => value switch
    {
        double number => Of(number),
        bool yes => yes ? "true" : "false",
        Enum word => ParameterEntry.Camel(word.ToString()),
        IEnumerable<double> numbers => $"[{string.Join(", ", numbers.Select(Of))}]",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>The shortest text that reads back as the same number: 0.05, 1e-5.</summary>
    public static string Of(double number)
    {
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        int e = text.IndexOf('E', StringComparison.Ordinal);
        return e < 0 ? text : $"{text[..e]}e{int.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)}";
    }
}
