using System.Runtime.Versioning;
using Gradus.Torch.Native;

namespace Gradus.Torch.Tests.Native;

[SupportedOSPlatform("linux")]
public class OlderLibstdcxxTests
{
    public OlderLibstdcxxTests() => Shipped.SkipUnlessLinux();

    [Fact]
    public void Places_are_tried_in_order_and_each_refusal_is_told()
    {
        string root = Path.Combine(Path.GetTempPath(), $"gradus-places-{Guid.NewGuid():N}");
        string[] folders = [Path.Combine(root, "app"), Path.Combine(root, "cache"), Path.Combine(root, "temp")];
        var tried = new List<string>();
        void Refuse(string path, byte[] bytes)
        {
            tried.Add(Path.GetDirectoryName(path)!);
            throw new UnauthorizedAccessException($"Access to {Path.GetDirectoryName(path)} is denied.");
        }

        NativeLoad load = OlderLibstdcxx.Load(Shipped.Path, Path.GetDirectoryName(Shipped.Path)!, _ =>
            [
                new(NativeOrigin.CopyBesideOriginal, folders[0]),
                new(NativeOrigin.CopyInUserCache, folders[1]),
                new(NativeOrigin.CopyInTemporaryFolder, folders[2]),
            ],
            Refuse);

        Assert.Equal(NativeOrigin.NotLoaded, load.Origin);
        Assert.Equal(folders, tried);
        Assert.All(folders, folder => Assert.Contains($"Access to {folder} is denied.", load.Trouble, StringComparison.Ordinal));
        Assert.False(Directory.Exists(folders[2]), "the temporary folder is left behind");
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public void A_library_with_nothing_to_forgive_is_left_alone()
    {
        string libtorch = NativeFolders.Find(NativeFolders.OfThisApplication(), NativePlatform.LibtorchFile)!;

        NativeLoad load = OlderLibstdcxx.Load(libtorch, Path.GetDirectoryName(libtorch)!,
            _ => throw new InvalidOperationException("asked for a place"), File.WriteAllBytes);

        Assert.Equal(0, load.Handle);
        Assert.Contains("nothing that could be forgiven", load.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_outside_the_application_get_no_copy()
    {
        Assert.DoesNotContain(CopyPlace.For("/usr/lib/libLibTorchSharp.so", "0123"), place => place.Origin == NativeOrigin.CopyBesideOriginal);
        Assert.Contains(CopyPlace.For(Shipped.Path, "0123"), place => place.Origin == NativeOrigin.CopyBesideOriginal);
    }

    [Fact]
    public void Each_version_of_the_library_has_its_own_folder_in_the_cache() =>
        Assert.NotEqual(CacheFolder("0123"), CacheFolder("4567"));

    private static string CacheFolder(string fingerprint) =>
        CopyPlace.For(Shipped.Path, fingerprint).Single(place => place.Origin == NativeOrigin.CopyInUserCache).Folder;
}
