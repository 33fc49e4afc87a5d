using Gradus.Torch.Native.Elf;

namespace Gradus.Torch.Native;

/// <summary>The newest symbol version of a libstdc++, which tells what it can run.</summary>
internal static class GlibcxxVersion
{
    private const string Prefix = "GLIBCXX_";

    /// <summary>The newest that the libstdc++ of this process provides, or null if it cannot be told.</summary>
    public static string? Provided()
    {
        if (!OperatingSystem.IsLinux() || LoadedModules.PathOf("libstdc++.so") is not { } path)
            return null;
        try
        {
            return Newest(SymbolVersions.Provided(new ElfImage(File.ReadAllBytes(path), path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // Good to know, but nothing depends on it.
            return null;
        }
    }

    private static string? Newest(IEnumerable<string> versions) => versions
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(name => Version.TryParse(name[Prefix.Length..], out Version? version) ? version : null)
        .Max() is { } newest ? Prefix + newest : null;
}
