using System.Globalization;

namespace Gradus.Lab.Reports;

/// <summary>Numbers as people read them. Exact values stand beside them in tables and files.</summary>
internal static class Wording
{
    public const string Missing = "—";

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static string Percent(double fraction) =>
        double.IsFinite(fraction) ? (100 * fraction).ToString("0.00", Invariant) + "%" : Missing;

    public static string Points(double fraction) =>
        double.IsFinite(fraction) ? (100 * fraction).ToString("0.00", Invariant) + " points" : Missing;

    public static string Count(double value) => double.IsFinite(value) ? value.ToString("#,0", Invariant) : Missing;

    /// <summary>Four significant digits.</summary>
    public static string Number(double value) =>
        !double.IsFinite(value) ? value.ToString(Invariant)
        : value == 0 || (Math.Abs(value) >= 1e-3 && Math.Abs(value) < 1e4) ? value.ToString("G4", Invariant)
        : Math.Abs(value) is >= 1e4 and < 1e9 ? value.ToString("#,0", Invariant)
        : value.ToString("0.###e-0", Invariant);

    /// <summary>A learning rate the way people write it: 0.03, but 3e-4.</summary>
    public static string Rate(double? rate) => rate switch
    {
        null => Missing,
        { } r when r == 0 || !double.IsFinite(r) || (Math.Abs(r) >= 1e-3 && Math.Abs(r) < 1e4) => r.ToString("G4", Invariant),
        { } r => r.ToString("0.###e-0", Invariant),
    };

    /// <summary>One significant digit, for a rate that is a suggestion: 0.3 rather than 0.3333.</summary>
    public static string RoundRate(double rate) => Rate(double.Parse(rate.ToString("0e-0", Invariant), Invariant));

    /// <summary>A share that was set, not measured: 88% rather than 88.00%.</summary>
    public static string Share(double fraction) => (100 * fraction).ToString("0.##", Invariant) + "%";

    public static string Seconds(double seconds) => seconds switch
    {
        _ when !double.IsFinite(seconds) => Missing,
        < 0.1 => (1000 * seconds).ToString("0.#", Invariant) + " ms",
        < 10 => seconds.ToString("0.00", Invariant) + " s",
        < 120 => seconds.ToString("0.0", Invariant) + " s",
        < 7200 => Inv($"{(int)(seconds / 60)} min {(int)(seconds % 60):00} s"),
        _ => Inv($"{(int)(seconds / 3600)} h {(int)(seconds % 3600 / 60):00} min"),
    };

    public static string Bytes(double bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        int unit = 0;
        while (Math.Abs(bytes) >= 1024 && unit < units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }
        return bytes.ToString(unit == 0 ? "0.##" : "0.0", Invariant) + " " + units[unit];
    }

    /// <summary>"1 seed", "3 seeds".</summary>
    public static string Of(int count, string noun) => Inv($"{count} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>"A", "A and B", "A, B and C".</summary>
    public static string List(IReadOnlyList<string> items) => items.Count switch
    {
        0 => "none",
        1 => items[0],
        _ => string.Join(", ", items.Take(items.Count - 1)) + " and " + items[^1],
    };

    /// <summary>The shortest text that reads back as the same double.</summary>
    public static string Exact(double value) => value.ToString("R", Invariant);

    public static string Inv(FormattableString text) => text.ToString(Invariant);
}
