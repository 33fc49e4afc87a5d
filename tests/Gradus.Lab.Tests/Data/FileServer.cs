using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gradus.Lab.Tests.Data;

/// <summary>Serves files over HTTP on this machine only, and can break off in the middle.</summary>
internal sealed class FileServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Dictionary<string, byte[]> files;

    public FileServer(Dictionary<string, byte[]> files)
    {
        this.files = files;
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/set/");
        _ = Task.Run(ServeAsync);
    }

    public Uri Address { get; }

    /// <summary>Bodies are cut after so many bytes, one entry per answer; afterwards they are whole.</summary>
    public Queue<int> Cuts { get; } = new();

    public bool KnowsRanges { get; init; } = true;

    /// <summary>What was asked for, as "name from".</summary>
    public List<string> Requests { get; } = [];

    public void Dispose() => listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await listener.AcceptTcpClientAsync();
                try
                {
                    await AnswerAsync(client);
                }
                catch (IOException)
                {
                    // The client hung up first; the next one is answered all the same.
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        NetworkStream stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        string name = (await reader.ReadLineAsync())!.Split(' ')[1].Split('/')[^1];
        int from = 0;
        while (await reader.ReadLineAsync() is { Length: > 0 } header)
        {
            if (header.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase) && KnowsRanges)
                from = int.Parse(header["Range: bytes=".Length..].TrimEnd('-'));
        }
        lock (Requests)
            Requests.Add($"{name} {from}");
        if (!files.TryGetValue(name, out byte[]? content))
        {
            await stream.WriteAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
            return;
        }
        string status = from > 0 ? $"206 Partial Content\r\nContent-Range: bytes {from}-{content.Length - 1}/{content.Length}" : "200 OK";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {content.Length - from}\r\nConnection: close\r\n\r\n"));
        int length = Cuts.TryDequeue(out int cut) ? Math.Min(cut, content.Length - from) : content.Length - from;
        await stream.WriteAsync(content.AsMemory(from, length));
    }
}
