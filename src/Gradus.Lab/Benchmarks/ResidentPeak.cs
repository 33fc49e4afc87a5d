using System.Globalization;

namespace Gradus.Lab.Benchmarks;

/// <summary>How far the process grows while something runs: Linux keeps the highest resident size, and forgets it when told to.</summary>
internal static class ResidentPeak
{
    /// <summary>The most that the process grew by while a contestant took one step, in bytes; null where Linux does not tell.</summary>
    public static long? Of(StepContestant contestant)
    {
        if (!File.Exists("/proc/self/clear_refs")) return null;
        try
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            File.WriteAllText("/proc/self/clear_refs", "5");
            long before = Kilobytes("VmRSS:");
            contestant.Step(1);
            return Math.Max(0, Kilobytes("VmHWM:") - before) * 1024;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long Kilobytes(string field)
    {
        string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(line[field.Length..^2], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
    }
}
