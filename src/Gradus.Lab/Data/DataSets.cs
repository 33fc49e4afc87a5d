namespace Gradus.Lab.Data;

/// <summary>A data set that can be asked for by name.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Description">One line about it.</param>
/// <param name="Source">Where it is fetched from; null for one that code makes.</param>
public sealed record DataSetInfo(string Name, string Description, RemoteSet? Source);

/// <summary>Where data sets are looked for.</summary>
public sealed record DataSetOptions
{
    /// <summary>A folder holding a folder per data set; by default what the environment variable GRADUS_DATA names, if anything.</summary>
    public string? Root { get; init; } = Environment.GetEnvironmentVariable("GRADUS_DATA");

    /// <summary>Fetches what is not on this machine (default), or says so instead.</summary>
    public bool MayDownload { get; init; } = true;

    /// <summary>Told how a download is getting on.</summary>
    public IProgress<DownloadProgress>? Progress { get; init; }
}

/// <summary>Data sets by name, or by the folder they lie in.</summary>
public static class DataSets
{
    /// <summary>Those with a name, the default first.</summary>
    public static IReadOnlyList<DataSetInfo> All { get; } =
    [
        new("glyphs", "ten drawn shapes made by code, 28×28 grey, 10,000 + 2,000; always there", null),
        new("fashion-mnist", "articles of clothing, 28×28 grey, 60,000 + 10,000; fetched once (31 MB)", RemoteSet.FashionMnist),
        new("mnist", "handwritten digits, 28×28 grey, 60,000 + 10,000; fetched once (12 MB)", RemoteSet.Mnist),
    ];

    /// <summary>Opens a data set: made, or found under the root or in the cache, or fetched into the cache.</summary>
    /// <param name="name">A name from <see cref="All"/>, or a folder with the four files (see <see cref="IdxFolder"/>).</param>
    /// <param name="options">Where to look.</param>
    /// <param name="cancellation">Stops a download.</param>
    /// <exception cref="DataSetException">There is no such data set, it is damaged, or it cannot be fetched.</exception>
    public static async Task<TrainTest> OpenAsync(string name, DataSetOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new DataSetOptions();
        DataSetInfo? known = All.FirstOrDefault(info => info.Name == name);
        if (known is null)
            return OpenFolder(name);
        if (known.Source is not { } source)
            return Glyphs.Create();
        string cache = CacheFolder.For(name);
        string? folder = Candidates(name, cache, options).FirstOrDefault(IdxFolder.IsComplete);
        if (folder is not null)
            return IdxFolder.Open(folder);
        if (!options.MayDownload)
            throw new DataSetException($"{name} is not on this machine: neither under GRADUS_DATA nor in '{cache}'; allow the download, or put its {source.Files.Count} files into a folder DIR and pass --data DIR.");
        await Download.FetchAsync(source, cache, options.Progress, cancellation: cancellation).ConfigureAwait(false);
        return IdxFolder.Open(cache);
    }

    private static IEnumerable<string> Candidates(string name, string cache, DataSetOptions options) =>
        options.Root is { Length: > 0 } root ? [Path.Combine(root, name), cache] : [cache];

    private static TrainTest OpenFolder(string path) => Directory.Exists(path)
        ? IdxFolder.Open(path)
        : throw new DataSetException($"'{path}' is neither a data set ({string.Join(", ", All.Select(info => info.Name))}) nor a folder that exists; give one of these.");
}
