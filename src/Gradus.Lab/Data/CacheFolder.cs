namespace Gradus.Lab.Data;

/// <summary>Where downloads are kept: the system's per-user cache, in a folder of our own.</summary>
public static class CacheFolder
{
    /// <summary>The folder for one data set; it need not exist yet.</summary>
    /// <param name="name">The data set.</param>
    public static string For(string name) => Path.Combine(Root(), "gradus", "data", name);

    private static string Root()
    {
        if (OperatingSystem.IsWindows())
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsMacOS())
            return Path.Combine(home, "Library", "Caches");
        // The XDG base directory specification: a relative path is to be ignored.
        return Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { } cache && Path.IsPathRooted(cache) ? cache : Path.Combine(home, ".cache");
    }
}
