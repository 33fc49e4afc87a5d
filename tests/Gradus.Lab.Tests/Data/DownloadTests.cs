using System.Security.Cryptography;
using Gradus.Lab.Data;

namespace Gradus.Lab.Tests.Data;

public sealed class DownloadTests : IDisposable
{
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(300_000);
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        folder.Dispose();
        http.Dispose();
    }

    [Fact]
    public async Task A_file_arrives_whole_under_its_name_and_progress_ends_at_its_length()
    {
        using var server = Server(Content);
        var heard = new Listener();
        await Download.FetchAsync(Set(server.Address), folder.Path, heard, http, Stop);
        Assert.Equal(Content, await File.ReadAllBytesAsync(folder.File("file"), Stop));
        Assert.Equal(["file"], Names());
        Assert.Equal(new DownloadProgress("file", 300_000, 300_000), heard.Last);
    }

    [Fact]
    public async Task A_file_that_is_there_and_right_is_not_fetched_again()
    {
        using var server = Server(Content);
        for (int i = 0; i < 2; i++)
            await Download.FetchAsync(Set(server.Address), folder.Path, http: http, cancellation: Stop);
        Assert.Equal(["file 0"], server.Requests);
    }

    [Fact]
    public async Task A_file_that_is_there_but_wrong_is_fetched_again()
    {
        using var server = Server(Content);
        await File.WriteAllTextAsync(folder.File("file"), "not it", Stop);
        await Download.FetchAsync(Set(server.Address), folder.Path, http: http, cancellation: Stop);
        Assert.Equal(Content, await File.ReadAllBytesAsync(folder.File("file"), Stop));
    }

    [Fact]
    public async Task After_a_cut_connection_only_the_rest_is_asked_for()
    {
        using var server = Server(Content);
        server.Cuts.Enqueue(100_000);
        await Download.FetchAsync(Set(server.Address), folder.Path, http: http, cancellation: Stop);
        Assert.Equal(["file 0", "file 100000"], server.Requests);
        Assert.Equal(Content, await File.ReadAllBytesAsync(folder.File("file"), Stop));
    }

    [Fact]
    public async Task What_arrived_is_kept_for_another_day()
    {
        using var server = Server(Content);
        for (int i = 0; i < 3; i++)
            server.Cuts.Enqueue(1000);
        var error = await Assert.ThrowsAsync<DataSetException>(() => Download.FetchAsync(Set(server.Address), folder.Path, http: http, cancellation: Stop));
        Assert.Contains("the next attempt resumes after 3000 of 300000 bytes", error.Message, StringComparison.Ordinal);
        Assert.Equal(["file.part"], Names());
        await Download.FetchAsync(Set(server.Address), folder.Path, http: http, cancellation: Stop);
        Assert.Equal("file 3000", server.Requests[^1]);
        Assert.Equal(Content, await File.ReadAllBytesAsync(folder.File("file"), Stop));
    }

    [Fact]
    public async Task A_server_without_ranges_starts_over()
    {
        using var server = Server(Content, knowsRanges: false);
        await File.WriteAllBytesAsync(folder.File("file.part"), Content[..5000], Stop);
        await Download.FetchAsync(Set(server.Address), folder.Path, http: http, cancellation: Stop);
        Assert.Equal(Content, await File.ReadAllBytesAsync(folder.File("file"), Stop));
    }

    [Fact]
    public async Task A_wrong_beginning_is_thrown_away_and_fetched_anew()
    {
        using var server = Server(Content);
        await File.WriteAllBytesAsync(folder.File("file.part"), new byte[5000], Stop);
        await Download.FetchAsync(Set(server.Address), folder.Path, http: http, cancellation: Stop);
        Assert.Equal(["file 5000", "file 0"], server.Requests);
        Assert.Equal(Content, await File.ReadAllBytesAsync(folder.File("file"), Stop));
    }

    [Fact]
    public async Task A_wrong_checksum_names_both_and_leaves_nothing_behind()
    {
        byte[] forged = [.. Content];
        forged[1234] ^= 1;
        using var server = Server(forged);
        var error = await Assert.ThrowsAsync<DataSetException>(() => Download.FetchAsync(Set(server.Address), folder.Path, http: http, cancellation: Stop));
        Assert.Contains($"file from 127.0.0.1 has SHA-256 {Hash(forged)} instead of {Hash(Content)}", error.Message, StringComparison.Ordinal);
        Assert.Empty(Names());
    }

    [Fact]
    public async Task The_next_source_is_tried_when_one_lacks_the_file()
    {
        using FileServer empty = new([]), full = Server(Content);
        await Download.FetchAsync(Set(empty.Address, full.Address), folder.Path, http: http, cancellation: Stop);
        Assert.Equal(["file"], Names());
        Assert.Single(empty.Requests);
    }

    [Fact]
    public async Task Offline_it_says_which_files_to_put_where()
    {
        Uri nobody;
        using (var server = Server(Content))
            nobody = server.Address;
        var error = await Assert.ThrowsAsync<DataSetException>(() => Download.FetchAsync(Set(nobody), folder.Path, http: http, cancellation: Stop));
        Assert.StartsWith("Could not reach 127.0.0.1 for file (", error.Message, StringComparison.Ordinal);
        Assert.Contains("; put the 1 files of test into a folder DIR and pass --data DIR, or try again", error.Message, StringComparison.Ordinal);
        Assert.Contains(folder.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_is_no_failure_of_the_data_set()
    {
        using var server = Server(Content);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Download.FetchAsync(Set(server.Address), folder.Path, http: http, cancellation: cancelled.Token));
    }

    [Fact]
    public void The_published_checksum_of_Fashion_MNIST_is_that_of_the_files()
    {
        string real = RealData.Folder("fashion-mnist");
        Assert.All(RemoteSet.FashionMnist.Files, file =>
        {
            byte[] bytes = File.ReadAllBytes(Path.Combine(real, file.Name));
            Assert.Equal((file.Bytes, file.Sha256), (bytes.LongLength, Hash(bytes)));
        });
    }

    [Fact]
    public void Every_published_set_has_the_four_files_and_addresses_that_a_name_can_be_added_to() =>
        Assert.All([RemoteSet.FashionMnist, RemoteSet.Mnist], set =>
        {
            Assert.Equal(IdxFolder.FileNames, set.Files.Select(file => file.Name));
            Assert.All(set.Files, file => Assert.Matches("^[0-9a-f]{64}$", file.Sha256));
            Assert.All(set.Sources, source => Assert.EndsWith("/", source.AbsolutePath, StringComparison.Ordinal));
        });

    private static FileServer Server(byte[] content, bool knowsRanges = true) =>
        new(new() { ["file"] = content }) { KnowsRanges = knowsRanges };

    private static RemoteSet Set(params Uri[] sources) => new("test", sources, [new RemoteFile("file", Content.Length, Hash(Content))]);

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private string[] Names() => [.. Directory.GetFiles(folder.Path).Select(path => Path.GetFileName(path))];

    private sealed class Listener : IProgress<DownloadProgress>
    {
        public DownloadProgress Last { get; private set; }

        public void Report(DownloadProgress value) => Last = value;
    }
}
