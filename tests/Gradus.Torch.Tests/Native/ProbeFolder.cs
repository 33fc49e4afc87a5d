using System.Diagnostics;
using System.Runtime.InteropServices;
using Gradus.Torch.Native;

namespace Gradus.Torch.Tests.Native;

/// <summary>
/// A small application in a folder of its own, with a cache and a temporary folder of its own, to be spoilt and run.
/// Its files are hard links to the package's, as in any output folder: what a run must not write to.
/// </summary>
internal sealed partial class ProbeFolder : IDisposable
{
    private const string Probe = "Gradus.Torch.Probe";

    // Beside the tests, because hard links stay within a file system.
    private readonly string root = Path.Combine(AppContext.BaseDirectory, "probes", Guid.NewGuid().ToString("N"));

    public ProbeFolder()
    {
        string source = AppContext.BaseDirectory.Replace("Gradus.Torch.Tests", Probe, StringComparison.Ordinal);
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(file).StartsWith(ForgivingCopy.FileName, StringComparison.Ordinal))
                continue;
            string target = Path.Combine(Application, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (OperatingSystem.IsWindows() || Link(file, target) != 0)
                File.Copy(file, target);
        }
        Directory.CreateDirectory(Temporary);
    }

    public string Application => Path.Combine(root, "app");

    public string Natives => Path.Combine(Application, "runtimes", NativePlatform.RuntimeIdentifier, "native");

    public string Cache { get; set; } = "";

    public string Temporary => Path.Combine(root, "tmp");

    public static IEnumerable<string> Copies(string folder) => !Directory.Exists(folder) ? []
        : Directory.EnumerateFiles(folder, ForgivingCopy.FileName + "*", SearchOption.AllDirectories);

    public ProbeResult Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Application, Probe + (OperatingSystem.IsWindows() ? ".exe" : "")), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["XDG_CACHE_HOME"] = Cache.Length > 0 ? Cache : Path.Combine(root, "cache");
        start.Environment["TMPDIR"] = Temporary;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        // What TorchSharp does when it meets a failure: it prints a trace and copies half a gigabyte.
        Assert.DoesNotContain("LoadNativeBackend", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(Application, "cpu")), "TorchSharp copied libtorch");
        return new ProbeResult(process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string created);
}

/// <summary>How a run of the probe ended.</summary>
internal sealed record ProbeResult(int ExitCode, string Output, string Errors)
{
    public string? this[string fact] => Output.Split(Environment.NewLine)
        .FirstOrDefault(line => line.StartsWith(fact + " ", StringComparison.Ordinal))?[(fact.Length + 1)..];
}
