using System.Diagnostics;

namespace Gradus.Torch.Native;

/// <summary>The native files that this process has loaded.</summary>
internal static class LoadedModules
{
    /// <summary>The path of the module with that file name, with or without a version after it.</summary>
    public static string? PathOf(string fileName)
    {
        using Process process = Process.GetCurrentProcess();
        return process.Modules.Cast<ProcessModule>()
            .Select(module => module.FileName)
            .FirstOrDefault(path => IsNamed(Path.GetFileName(path), fileName));
    }

    private static bool IsNamed(string actual, string fileName)
    {
        StringComparison comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return actual.Equals(fileName, comparison) || actual.StartsWith(fileName + ".", comparison);
    }
}
