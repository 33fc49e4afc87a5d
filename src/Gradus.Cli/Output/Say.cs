using System.Globalization;

namespace Gradus.Cli;

/// <summary>Numbers as people read them; JSON has the exact ones.</summary>
internal static class Say
{
    /// <summary>Six significant digits.</summary>
    public static string Number(double value)
    {
        double size = Math.Abs(value);
        return value == 0 || !double.IsFinite(value) || size is >= 1e-4 and < 1e6
            ? value.ToString("G6", CultureInfo.InvariantCulture)
            : value.ToString("0.#####e-0", CultureInfo.InvariantCulture);
    }

    /// <summary>A fraction as a percentage.</summary>
    public static string Percent(double fraction) => double.IsFinite(fraction) ? Inv($"{100 * fraction:0.00}%") : "—";

    /// <summary>1.8 s, 12 s, 3 min 05 s, 2 h 10 min.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds < 9.95 ? Inv($"{time.TotalSeconds:0.0} s")
        : time.TotalSeconds < 60 ? Inv($"{time.TotalSeconds:0} s")
        : time.TotalMinutes < 60 ? Inv($"{(int)time.TotalMinutes} min {time.Seconds:00} s")
        : Inv($"{(int)time.TotalHours} h {time.Minutes:00} min");

    /// <summary>"1 run", "3 runs".</summary>
    public static string Count(long count, string noun) => Inv($"{count} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>A number of bytes.</summary>
    public static string Bytes(double bytes) => bytes >= 1L << 30 ? Inv($"{bytes / (1L << 30):0.0} GiB") : Inv($"{bytes / (1 << 20):0.0} MiB");

    public static string Inv(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
