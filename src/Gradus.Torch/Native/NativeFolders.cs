namespace Gradus.Torch.Native;

/// <summary>The folders in which an application's native libraries may lie.</summary>
internal static class NativeFolders
{
    public static IReadOnlyList<string> OfThisApplication()
    {
        string application = AppContext.BaseDirectory;
        string? torchSharp = Path.GetDirectoryName(NativePlatform.TorchSharp.Location);
        // The host's own list: it knows package folders when an application runs from them, and where a
        // single-file application was unpacked.
        string host = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";

        IEnumerable<string> folders = [application, Natives(application), .. host.Split(Path.PathSeparator)];
        if (!string.IsNullOrEmpty(torchSharp))
            folders = [.. folders, torchSharp, Natives(torchSharp)];
        return [.. folders
            .Where(Directory.Exists)
            .Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))
            .Distinct()];
    }

    /// <summary>The full path of the first such file, or null.</summary>
    public static string? Find(IEnumerable<string> folders, string fileName) =>
        folders.Select(folder => Path.Combine(folder, fileName)).FirstOrDefault(File.Exists);

    private static string Natives(string folder) =>
        Path.Combine(folder, "runtimes", NativePlatform.RuntimeIdentifier, "native");
}
