using Gradus.Lab.Data;
using Gradus.Torch.Data;

namespace Gradus.Lab.Tests.Data;

public sealed class IdxFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")]
    [InlineData("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")]
    [InlineData("train-images.idx3-ubyte", "train-labels.idx1-ubyte", "t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte")]
    [InlineData("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte", "test-images-idx3-ubyte.gz", "test-labels-idx1-ubyte")]
    public void The_usual_names_are_found_packed_or_not(params string[] names)
    {
        var data = Glyphs.Create(train: 30, test: 20);
        foreach (var (name, packed) in names.Zip(IdxWriter.FourFiles(data)))
        {
            using var gzip = new System.IO.Compression.GZipStream(new MemoryStream(packed), System.IO.Compression.CompressionMode.Decompress);
            using var plain = new MemoryStream();
            gzip.CopyTo(plain);
            File.WriteAllBytes(folder.File(name), name.EndsWith(".gz", StringComparison.Ordinal) ? packed : plain.ToArray());
        }
        TrainTest read = IdxFolder.Open(folder.Path, Glyphs.ClassNames);
        Assert.Equal((data.Train.Fingerprint, data.Test.Fingerprint), (read.Train.Fingerprint, read.Test.Fingerprint));
        Assert.Equal(Path.GetFileName(folder.Path) + "/train", read.Train.Name);
        Assert.Equal(IdxFolder.Digits, IdxFolder.Open(folder.Path).Test.ClassNames);
    }

    [Fact]
    public void An_empty_folder_lists_the_four_names() => Assert.Equal(
        $"'{folder.Path}' lacks train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz; put them there, packed or not.",
        Assert.Throws<DataSetException>(() => IdxFolder.Open(folder.Path)).Message);

    [Fact]
    public void One_missing_file_is_named_alone()
    {
        foreach (string name in IdxFolder.FileNames.Skip(1))
            File.WriteAllBytes(folder.File(name), []);
        Assert.EndsWith("lacks train-images-idx3-ubyte.gz; put it there, packed or not.", Assert.Throws<DataSetException>(() => IdxFolder.Open(folder.Path)).Message, StringComparison.Ordinal);
        Assert.False(IdxFolder.IsComplete(folder.Path));
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_named() =>
        Assert.StartsWith($"There is no folder '{folder.File("no")}'", Assert.Throws<DataSetException>(() => IdxFolder.Open(folder.File("no"))).Message, StringComparison.Ordinal);

    // The counts and the mean are those that the data folder's README states.
    [Fact]
    public void Fashion_MNIST_is_read_and_recognised_by_its_content()
    {
        TrainTest fashion = IdxFolder.Open(RealData.Folder("fashion-mnist"));
        Assert.Equal((60_000, 10_000, new ImageShape(1, 28, 28)), (fashion.Train.Count, fashion.Test.Count, fashion.Train.Shape));
        Assert.Equal("Ankle boot", fashion.Test.ClassNames[9]);
        Assert.All(Enumerable.Range(0, 60_000).CountBy(fashion.Train.Label), c => Assert.Equal(6_000, c.Value));
        Assert.Equal(72.940352, Normalization.Of(fashion.Train).Means[0] * 255, 1e-6);
    }

    [Fact]
    public void Another_set_in_the_same_format_takes_its_own_class_names()
    {
        TrainTest pneumonia = IdxFolder.Open(RealData.Folder("pneumonia-mnist"), ["normal", "pneumonia"]);
        Assert.Equal((4_708, 624, 2), (pneumonia.Train.Count, pneumonia.Test.Count, pneumonia.Train.Classes));
    }
}
