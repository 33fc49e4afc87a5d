namespace Gradus.Torch.Native;

/// <summary>A folder that a forgiving copy may be put into.</summary>
internal sealed record CopyPlace(NativeOrigin Origin, string Folder)
{
    /// <summary>The places in order of preference.</summary>
    /// <param name="original">The shipped library's path.</param>
    /// <param name="fingerprint">Tells one version of the shipped library from another.</param>
    public static IEnumerable<CopyPlace> For(string original, string fingerprint)
    {
        string folder = Path.GetDirectoryName(original)!;
        // A folder outside the application, such as the package cache, belongs to others: nothing is added to it.
        if (IsWithin(folder, AppContext.BaseDirectory))
            yield return new(NativeOrigin.CopyBesideOriginal, folder);

        if (UserCache() is { } cache)
            yield return new(NativeOrigin.CopyInUserCache, Path.Combine(cache, "gradus", "native", fingerprint));

        yield return new(NativeOrigin.CopyInTemporaryFolder,
            Path.Combine(Path.GetTempPath(), $"gradus-native-{Guid.NewGuid():N}"));
    }

    // The XDG base directory specification: the variable where it is an absolute path, else ~/.cache.
    private static string? UserCache()
    {
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { } named && Path.IsPathRooted(named))
            return named;
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 0 ? Path.Combine(home, ".cache") : null;
    }

    private static bool IsWithin(string folder, string ancestor)
    {
        string fromAncestor = Path.GetRelativePath(ancestor, folder);
        return !Path.IsPathRooted(fromAncestor) && fromAncestor.Split('/')[0] != "..";
    }
}
