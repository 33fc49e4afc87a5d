using System.Net;
using System.Net.Http.Headers;

namespace Gradus.Lab.Data;

/// <summary>Carries on with a download where its .part file ends.</summary>
internal static class PartialFile
{
    // A server that says nothing for this long will not say more.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);
    private const long ReportEvery = 1 << 18;

    /// <summary>Fetches what <paramref name="part"/> still lacks.</summary>
    /// <exception cref="HttpRequestException">The connection failed, broke or fell silent; what arrived is in the file.</exception>
    public static async Task CompleteAsync(Uri address, string part, RemoteFile file, IProgress<DownloadProgress>? progress, HttpClient http, CancellationToken cancellation)
    {
        // Not shared: a second process fetching the same file fails here instead of weaving its bytes into ours.
        await using var target = new FileStream(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        if (target.Length > file.Bytes)
            target.SetLength(0);
        if (target.Length == file.Bytes)
            return;
        using HttpResponseMessage response = await AskAsync(address, target.Length, http, cancellation).ConfigureAwait(false);
        // A server that knows no ranges sends everything, and 416 says that the file there is shorter than our part.
        bool continues = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == target.Length;
        if (!continues)
            target.SetLength(0);
        response.EnsureSuccessStatusCode();
        if (response.StatusCode == HttpStatusCode.PartialContent && !continues)
            throw new HttpRequestException($"{address.Host} sent another part than the one asked for");
        target.Seek(0, SeekOrigin.End);
        await CopyAsync(response, target, file, progress, cancellation).ConfigureAwait(false);
    }

    private static async Task<HttpResponseMessage> AskAsync(Uri address, long from, HttpClient http, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (from > 0)
            request.Headers.Range = new RangeHeaderValue(from, null);
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException($"{address.Host} does not answer", e);
        }
    }

    private static async Task CopyAsync(HttpResponseMessage response, FileStream target, RemoteFile file, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        byte[] buffer = new byte[1 << 16];
        long reported = target.Length;
        progress?.Report(new(file.Name, reported, file.Bytes));
        await using Stream source = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        while (true)
        {
            int got = await ReadAsync(source, buffer, cancellation).ConfigureAwait(false);
            if (got == 0)
                break;
            await target.WriteAsync(buffer.AsMemory(0, got), cancellation).ConfigureAwait(false);
            if (target.Position > file.Bytes)
                break; // Not our file; its checksum will say so.
            if (target.Position - reported >= ReportEvery)
                progress?.Report(new(file.Name, reported = target.Position, file.Bytes));
        }
        progress?.Report(new(file.Name, target.Position, file.Bytes));
    }

    private static async Task<int> ReadAsync(Stream source, byte[] buffer, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Silence);
        try
        {
            return await source.ReadAsync(buffer, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException($"nothing came for {Silence.TotalSeconds:0} s", e);
        }
        catch (IOException e)
        {
            throw new HttpRequestException($"the connection broke: {e.Message.TrimEnd('.')}", e);
        }
    }
}
