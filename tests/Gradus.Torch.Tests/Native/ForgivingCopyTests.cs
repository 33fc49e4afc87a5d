using System.Runtime.Versioning;
using Gradus.Torch.Native;

namespace Gradus.Torch.Tests.Native;

[SupportedOSPlatform("linux")]
public sealed class ForgivingCopyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gradus-copy-").FullName;
    private readonly byte[] bytes = [1, 2, 3];

    public ForgivingCopyTests() => Shipped.SkipUnlessLinux();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_copy_with_the_same_bytes_is_kept()
    {
        string path = ForgivingCopy.Put(folder, bytes, File.WriteAllBytes);

        string again = ForgivingCopy.Put(folder, bytes, (_, _) => Assert.Fail("wrote once more"));

        Assert.Equal(path, again);
    }

    [Fact]
    public void A_copy_of_another_version_is_replaced()
    {
        File.WriteAllBytes(Path.Combine(folder, ForgivingCopy.FileName), [9, 9, 9]);

        string path = ForgivingCopy.Put(folder, bytes, File.WriteAllBytes);

        Assert.Equal(bytes, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_write_that_fails_half_way_leaves_nothing()
    {
        static void FailHalfWay(string path, byte[] content)
        {
            File.WriteAllBytes(path, content[..1]);
            throw new IOException("disk full");
        }

        Assert.Throws<IOException>(() => ForgivingCopy.Put(folder, bytes, FailHalfWay));

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public void Writers_at_the_same_moment_all_get_a_whole_copy()
    {
        byte[] large = new byte[1 << 20];
        new Random(1).NextBytes(large);

        Parallel.For(0, 32, _ => Assert.Equal(large, File.ReadAllBytes(ForgivingCopy.Put(folder, large, File.WriteAllBytes))));

        Assert.Single(Directory.EnumerateFileSystemEntries(folder));
    }

    [Fact]
    public void A_new_folder_is_the_users_alone()
    {
        string inside = Path.Combine(folder, "gradus", "native");

        ForgivingCopy.Put(inside, bytes, File.WriteAllBytes);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(inside));
    }
}
