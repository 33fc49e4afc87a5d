namespace Gradus.Lab.Reports;

/// <summary>A table, written once and rendered by every writer.</summary>
/// <param name="Columns">Headings.</param>
/// <param name="Rows">One cell per heading; the first names the row.</param>
public sealed record Table(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows);

/// <summary>One cell: what is shown, and the exact number behind it if it is one.</summary>
public readonly record struct Cell(string Text, double? Value = null)
{
    public static implicit operator Cell(string text) => new(text);

    internal static Cell Of(double value, Func<double, string> say) =>
        new(double.IsNaN(value) ? Wording.Missing : say(value), value);

    internal static Cell Of(double? value, Func<double, string> say) =>
        value is { } number ? Of(number, say) : new(Wording.Missing);
}
