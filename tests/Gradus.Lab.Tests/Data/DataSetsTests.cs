using Gradus.Lab.Data;

namespace Gradus.Lab.Tests.Data;

public sealed class DataSetsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_set_has_a_name_and_one_line() => Assert.All(DataSets.All, info =>
    {
        Assert.Matches("^[a-z-]+$", info.Name);
        Assert.DoesNotContain("\n", info.Description, StringComparison.Ordinal);
    });

    [Fact]
    public async Task Glyphs_are_there_without_files_or_network() =>
        Assert.Equal(10_000, (await DataSets.OpenAsync("glyphs", new() { Root = null, MayDownload = false }, Stop)).Train.Count);

    [Fact]
    public async Task A_set_is_found_by_name_under_the_root()
    {
        Directory.CreateDirectory(folder.File("mnist"));
        foreach (var (name, bytes) in IdxFolder.FileNames.Zip(IdxWriter.FourFiles(Glyphs.Create(train: 30, test: 20))))
            await File.WriteAllBytesAsync(Path.Combine(folder.File("mnist"), name), bytes, Stop);
        TrainTest found = await DataSets.OpenAsync("mnist", new() { Root = folder.Path, MayDownload = false }, Stop);
        Assert.Equal(("mnist/train", 30, 20), (found.Train.Name, found.Train.Count, found.Test.Count));
        Assert.Equal(30, (await DataSets.OpenAsync(folder.File("mnist"), cancellation: Stop)).Train.Count);
    }

    [Fact]
    public async Task An_unknown_name_is_answered_with_the_known_ones()
    {
        var error = await Assert.ThrowsAsync<DataSetException>(() => DataSets.OpenAsync("fashon", cancellation: Stop));
        Assert.Equal("'fashon' is neither a data set (glyphs, fashion-mnist, mnist) nor a folder that exists; give one of these.", error.Message);
    }

    [Fact]
    public async Task Real_Fashion_MNIST_opens_by_name()
    {
        RealData.Folder("fashion-mnist");
        TrainTest fashion = await DataSets.OpenAsync("fashion-mnist", new() { Root = RealData.Root, MayDownload = false }, Stop);
        Assert.Equal(("fashion-mnist/test", 10_000), (fashion.Test.Name, fashion.Test.Count));
    }
}
