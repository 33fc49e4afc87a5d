using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using Gradus.Torch.Native.Elf;

namespace Gradus.Torch.Native;

/// <summary>
/// Loads TorchSharp's native library on a Linux whose libstdc++ is older than the one it was built with, through a
/// copy that forgives the versions it asks for and never uses. The shipped file is only ever read: it may be a hard
/// link into the package cache.
/// </summary>
internal static class OlderLibstdcxx
{
    public const string FileName = "libstdc++.so.6";

    /// <summary>Loads a copy from the first place that can hold one.</summary>
    /// <param name="original">The shipped library's path.</param>
    /// <param name="libtorchFolder">Where libtorch lies, which the library depends on.</param>
    /// <param name="places">Given the shipped file's fingerprint, where a copy may be put, best first.</param>
    /// <param name="write">Writes a new file.</param>
    [SupportedOSPlatform("linux")]
    public static NativeLoad Load(
        string original, string libtorchFolder, Func<string, IEnumerable<CopyPlace>> places, Action<string, byte[]> write)
    {
        byte[] shipped = File.ReadAllBytes(original);
        byte[] forgiving = UnusedVersions.Forgiven(new ElfImage(shipped, original), FileName, out IReadOnlyList<string> forgiven);
        if (forgiven.Count == 0)
            return NativeLoad.Failed("it asks libstdc++ for nothing that could be forgiven");

        var troubles = new List<string>();
        foreach (CopyPlace place in places(Convert.ToHexStringLower(SHA256.HashData(shipped))[..16]))
        {
            try
            {
                return LoadFrom(place, forgiving, libtorchFolder, write);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or DllNotFoundException)
            {
                troubles.Add($"{place.Folder}: {LoaderMessage.Of(e)}");
            }
        }
        return NativeLoad.Failed(string.Join(Environment.NewLine, troubles));
    }

    [SupportedOSPlatform("linux")]
    private static NativeLoad LoadFrom(
        CopyPlace place, byte[] forgiving, string libtorchFolder, Action<string, byte[]> write)
    {
        try
        {
            string path = ForgivingCopy.Put(place.Folder, forgiving, write);
            // Its search path is its own folder. Elsewhere, the libraries it needs must be there before it: the
            // dynamic loader then knows them by name.
            if (place.Folder != libtorchFolder)
                LoadLibtorch(libtorchFolder);
            return new NativeLoad(NativeLibrary.Load(path), place.Origin, path, Trouble: null);
        }
        finally
        {
            // Loaded code stays with the process when its file is gone, so a temporary copy leaves nothing behind.
            if (place.Origin == NativeOrigin.CopyInTemporaryFolder && Directory.Exists(place.Folder))
                Directory.Delete(place.Folder, recursive: true);
        }
    }

    private static void LoadLibtorch(string folder)
    {
        foreach (string file in (ReadOnlySpan<string>)["libc10.so", "libtorch_cpu.so", "libtorch.so"])
            NativeLibrary.Load(Path.Combine(folder, file));
    }
}
