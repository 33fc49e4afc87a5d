using Gradus.Torch.Native.Elf;

namespace Gradus.Torch.Tests.Native;

public class ElfImageTests
{
    public ElfImageTests() => Shipped.SkipUnlessLinux();

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("MZ: a Windows library is not one, however long the text that says so may be made for the test.")]
    public void What_is_no_ELF_file_is_named_and_refused(string content)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(
            () => new ElfImage(System.Text.Encoding.ASCII.GetBytes(content), "/app/libLibTorchSharp.so"));

        Assert.Contains("/app/libLibTorchSharp.so", error.Message, StringComparison.Ordinal);
        Assert.Contains("64-bit little-endian ELF", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(4096)]
    [InlineData(2_000_000)]
    public void A_truncated_file_says_where_it_ends(int length)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(
            () => new ElfImage(Shipped.Bytes[..length], "half.so"));

        Assert.Contains($"ends at {length}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_is_read_within_its_bounds_or_refused()
    {
        var random = new Random(1);
        // The parts that are parsed: the header, the version tables and the section headers.
        Range[] parts = [new(0, 64), 0x3F8F0..0x3FB00, new(^2000, ^0)];
        for (int trial = 0; trial < 300; trial++)
        {
            byte[] damaged = [.. Shipped.Bytes];
            foreach (Range part in parts)
                damaged.AsSpan(part)[random.Next(damaged.AsSpan(part).Length)] = (byte)random.Next(256);

            Exception? error = Record.Exception(
                () => UnusedVersions.Forgiven(new ElfImage(damaged, "damaged.so"), "libstdc++.so.6", out _));

            Assert.True(error is null or InvalidDataException, $"trial {trial}: {error}");
        }
    }
}
