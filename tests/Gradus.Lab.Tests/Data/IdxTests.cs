using FsCheck.Xunit;
using Gradus.Lab.Data;
using Gradus.Torch.Data;

namespace Gradus.Lab.Tests.Data;

public sealed class IdxTests : IDisposable
{
    private static readonly byte[] TwoImages = IdxWriter.Bytes([2, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    private static readonly byte[] TwoLabels = IdxWriter.Bytes([2], [9, 0]);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Property(MaxTest = 50)]
    public bool What_is_written_is_read_back(byte height, byte width, byte[] labels, bool packed)
    {
        var shape = new ImageShape(1, 1 + (height % 30), 1 + (width % 30));
        byte[] pixels = new byte[labels.Length * shape.Size];
        new System.Random(height).NextBytes(pixels);
        var set = new ImageSet("set", pixels, Array.ConvertAll(labels, label => label % 10), shape, IdxFolder.Digits);
        var (images, classes) = IdxWriter.Files(set);
        return Read(packed ? IdxWriter.Packed(images) : images, packed ? IdxWriter.Packed(classes) : classes).Fingerprint == set.Fingerprint;
    }

    [Fact]
    public void A_truncated_file_names_how_many_bytes_are_missing() =>
        Refuses(TwoImages[..^5], TwoLabels, "'images' ends 5 bytes early: 12 bytes of content are announced, 7 are there; download or unpack it again.");

    [Fact]
    public void A_file_that_ends_inside_its_header_says_so() =>
        Refuses(TwoImages[..9], TwoLabels, "'images' ends inside its header, 7 bytes early; download or unpack it again.");

    [Fact]
    public void A_gzip_file_cut_short_misses_bytes_too() =>
        Refuses(IdxWriter.Packed(TwoImages)[..^12], TwoLabels, "bytes early: 12 bytes of content are announced");

    [Fact]
    public void A_damaged_gzip_file_is_noticed_by_its_checksum()
    {
        byte[] packed = IdxWriter.Packed(TwoImages);
        packed[^8] ^= 1; // RFC 1952: eight bytes before the end stands the CRC-32 of the content.
        Refuses(packed, TwoLabels, "'images' cannot be unpacked: its gzip data is damaged; download it again.");
    }

    [Fact]
    public void Bytes_after_the_content_are_refused() =>
        Refuses([.. TwoImages, 0], TwoLabels, "'images' goes on after the 12 bytes of content it announces; download or unpack it again.");

    [Fact]
    public void Another_kind_of_file_is_told_by_its_first_bytes()
    {
        Refuses("<!doctype html>"u8.ToArray(), TwoLabels, "'images' is no IDX file: it starts with 3C 21 64 6F instead of 00 00 08 03; check that it is the right file.");
        Refuses([], TwoLabels, "'images' is no IDX file: it starts with nothing instead of 00 00 08 03");
    }

    [Fact]
    public void Values_of_another_type_are_refused() =>
        Refuses([0, 0, 0x0D, 3, .. TwoImages[4..]], TwoLabels, "holds values of IDX type 0D, but only unsigned bytes (08) are read here");

    [Fact]
    public void Swapped_files_are_noticed()
    {
        Refuses(TwoLabels, TwoImages, "'images' has 1 dimensions where 3 are expected (images); check that image and label files are not swapped.");
        Refuses(TwoImages, TwoImages, "'labels' has 3 dimensions where 1 are expected (labels)");
    }

    [Fact]
    public void A_file_named_gz_that_is_not_gzip_says_what_it_starts_with() =>
        Refuses(TwoImages, TwoLabels, "'images.gz' is named .gz but starts with 00 00 08 03 instead of gzip's 1F 8B; download it again, or drop .gz from the name if it is already unpacked.", imagesName: "images.gz");

    [Fact]
    public void Different_counts_are_both_named() =>
        Refuses(TwoImages, IdxWriter.Bytes([3], [1, 2, 3]), "'images' holds 2 images but 'labels' holds 3 labels; take both files from the same set.");

    [Fact]
    public void The_first_label_out_of_range_is_named_with_its_image() =>
        Refuses(TwoImages, IdxWriter.Bytes([2], [3, 10]), "'labels' gives image 1 the label 10, but labels run from 0 to 9; check that it is the label file of this set.");

    [Theory, InlineData(0x7FFFFFFF, 28, 28), InlineData(-1, 1, 1), InlineData(-1, -1, -1), InlineData(2_000_000, 28, 28)]
    public void A_header_that_asks_for_too_much_is_refused(int count, int height, int width) =>
        Refuses(IdxWriter.Bytes([count, height, width], []), TwoLabels, "'images' announces more than 1024 MB of content, the most that is read; its header is damaged, download it again.");

    [Fact]
    public void A_header_that_lies_within_bounds_costs_no_memory()
    {
        byte[] liar = IdxWriter.Bytes([1_300_000, 28, 28], [1, 2, 3]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refuses(liar, TwoLabels, "'images' ends 1019199997 bytes early");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void Images_without_pixels_are_refused() =>
        Refuses(IdxWriter.Bytes([2, 0, 3], []), TwoLabels, "holds images of 0×3 pixels");

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("absent", Assert.Throws<DataSetException>(() => Idx.Read(folder.File("absent"), folder.File("absent"), "x", IdxFolder.Digits)).Message, StringComparison.Ordinal);

    private void Refuses(byte[] images, byte[] labels, string reason, string imagesName = "images")
    {
        string message = Assert.Throws<DataSetException>(() => Read(images, labels, imagesName)).Message;
        Assert.Contains(reason, message.Replace(folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.EndsWith(".", message, StringComparison.Ordinal);
    }

    private ImageSet Read(byte[] images, byte[] labels, string imagesName = "images")
    {
        File.WriteAllBytes(folder.File(imagesName), images);
        File.WriteAllBytes(folder.File("labels"), labels);
        return Idx.Read(folder.File(imagesName), folder.File("labels"), "set", IdxFolder.Digits);
    }
}
