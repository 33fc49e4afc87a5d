using System.Runtime.InteropServices;
using Gradus.Lab.Charts;
using Gradus.Lab.Data;
using Gradus.Torch.Native;

namespace Gradus.Cli.Checks;

/// <summary>What a report needs besides tensors: a folder to write to, room on the disk, a font for charts, data.</summary>
internal static class Surroundings
{
    private const double Enough = 1L << 30;

    public static IEnumerable<NativeCheck> Versions()
    {
        yield return new("gradus", CheckOutcome.Ok, $"Version {VersionAction.Version}.");
        yield return new(".NET", CheckOutcome.Ok, $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}.");
    }

    public static IEnumerable<NativeCheck> Checks()
    {
        string here = Directory.GetCurrentDirectory();
        yield return Writable(here);
        yield return Room(here);
        yield return Charts();
        yield return Data();
    }

    private static NativeCheck Writable(string folder)
    {
        try
        {
            string probe = Path.Combine(folder, $".writable-{Guid.NewGuid():N}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return new("output", CheckOutcome.Ok, "Reports can be written to the current folder.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new("output", CheckOutcome.Warning, $"The current folder cannot be written to: {e.Message}", "Go to another folder, or name one with --out.");
        }
    }

    private static NativeCheck Room(string folder)
    {
        try
        {
            double free = new DriveInfo(folder).AvailableFreeSpace;
            return free >= Enough
                ? new("space", CheckOutcome.Ok, $"{Say.Bytes(free)} are free here.")
                : new("space", CheckOutcome.Warning, $"Only {Say.Bytes(free)} are free here; a large experiment may need a gigabyte.", "Make room, or name a folder on another disk with --out.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new("space", CheckOutcome.Warning, $"How much is free here cannot be told: {e.Message}");
        }
    }

    private static NativeCheck Charts()
    {
        try
        {
            RateChart.Of("constant", [1, 1]).Png(Theme.Light);
            return new("charts", CheckOutcome.Ok, "Charts can be drawn, with the font that comes along.");
        }
#pragma warning disable CA1031 // Whatever keeps charts from being drawn is the finding.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new("charts", CheckOutcome.Failed, $"Charts cannot be drawn: {e.GetBaseException().Message}",
                "Restore the packages again (dotnet restore --force) and rebuild: SkiaSharp's native library is missing or does not fit this system.");
        }
    }

    private static NativeCheck Data()
    {
        string? root = new DataSetOptions().Root;
        string[] here = [.. DataSets.All.Where(set => set.Source is null || IsHere(set.Name)).Select(set => set.Name)];
        string[] away = [.. DataSets.All.Select(set => set.Name).Except(here)];
        return new("data", CheckOutcome.Ok, $"Here: {string.Join(", ", here)}.{(away.Length > 0 ? $" Fetched when first asked for: {string.Join(", ", away)}." : "")}");

        bool IsHere(string name) => IdxFolder.IsComplete(CacheFolder.For(name)) || (root is { Length: > 0 } && IdxFolder.IsComplete(Path.Combine(root, name)));
    }
}
