using System.Net;
using System.Security.Cryptography;

namespace Gradus.Lab.Data;

/// <summary>How far a download is.</summary>
/// <param name="File">The file being fetched.</param>
/// <param name="Received">Bytes of it that are here, those of an earlier attempt included.</param>
/// <param name="Total">Bytes it has.</param>
public readonly record struct DownloadProgress(string File, long Received, long Total);

/// <summary>Fetches published files: resumable, checked, and visible under their names only when whole.</summary>
/// <remarks>
/// Bytes go to NAME.part; a later attempt asks for the rest only. When the SHA-256 is right the file gets its name in one
/// step, so a folder never shows half a file.
/// </remarks>
public static class Download
{
    private const int AttemptsPerSource = 3;

    private static readonly Lazy<HttpClient> Shared = new(() =>
        new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10) }) { Timeout = TimeSpan.FromSeconds(30) });

    /// <summary>Brings every file of a set into a folder; those already there and right are left alone.</summary>
    /// <param name="set">What to fetch.</param>
    /// <param name="folder">Where to; made if need be.</param>
    /// <param name="progress">Told now and then.</param>
    /// <param name="http">The client to use; by default one of our own, shared.</param>
    /// <param name="cancellation">Stops; what has arrived is kept for the next attempt.</param>
    /// <exception cref="DataSetException">No source could be reached, none had the right content, or the folder cannot be written.</exception>
    public static async Task FetchAsync(RemoteSet set, string folder, IProgress<DownloadProgress>? progress = null, HttpClient? http = null, CancellationToken cancellation = default)
    {
        try
        {
            Directory.CreateDirectory(folder);
            foreach (RemoteFile file in set.Files)
                await FetchAsync(set, file, folder, progress, http ?? Shared.Value, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataSetException($"'{folder}' cannot be written: {e.Message.TrimEnd('.')}.", e);
        }
    }

    private static async Task FetchAsync(RemoteSet set, RemoteFile file, string folder, IProgress<DownloadProgress>? progress, HttpClient http, CancellationToken cancellation)
    {
        string path = Path.Combine(folder, file.Name), part = path + ".part";
        if (File.Exists(path) && await HashAsync(path, cancellation).ConfigureAwait(false) == file.Sha256)
            return;
        Exception? last = null;
        foreach (Uri source in set.Sources)
        {
            for (int attempt = 0; attempt < AttemptsPerSource; attempt++)
            {
                try
                {
                    await PartialFile.CompleteAsync(new Uri(source, file.Name), part, file, progress, http, cancellation).ConfigureAwait(false);
                    string hash = await HashAsync(part, cancellation).ConfigureAwait(false);
                    if (hash == file.Sha256)
                    {
                        File.Move(part, path, overwrite: true);
                        return;
                    }
                    // A wrong beginning, perhaps of an earlier attempt, cannot be mended by adding to it.
                    File.Delete(part);
                    last = new InvalidDataException($"{file.Name} from {source.Host} has SHA-256 {hash} instead of {file.Sha256}");
                }
                catch (HttpRequestException e)
                {
                    last = e;
                    if (e.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.Gone)
                        break;
                }
            }
        }
        throw Failure(set, file, folder, part, last!);
    }

    private static DataSetException Failure(RemoteSet set, RemoteFile file, string folder, string part, Exception last)
    {
        string hosts = string.Join(" or ", set.Sources.Select(source => source.Host));
        string what = last is InvalidDataException ? $"{last.Message}; get" : $"Could not reach {hosts} for {file.Name} ({last.Message.TrimEnd('.')}); put";
        string kept = File.Exists(part) ? $" (the next attempt resumes after {new FileInfo(part).Length} of {file.Bytes} bytes)" : "";
        return new DataSetException($"{what} the {set.Files.Count} files of {set.Name} into a folder DIR and pass --data DIR, or try again{kept}; downloads go to '{folder}'.", last);
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellation)
    {
        await using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false));
    }
}
