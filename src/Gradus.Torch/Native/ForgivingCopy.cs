using System.Runtime.Versioning;

namespace Gradus.Torch.Native;

/// <summary>Puts a copy's bytes into a folder so that processes starting at the same moment do not disturb one another.</summary>
internal static class ForgivingCopy
{
    public const string FileName = "libLibTorchSharp.gradus.so";

    /// <returns>The copy's path; an existing copy with the same bytes is kept.</returns>
    /// <exception cref="IOException">The folder cannot take the file.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    [SupportedOSPlatform("linux")]
    public static string Put(string folder, byte[] bytes, Action<string, byte[]> write)
    {
        string path = Path.Combine(folder, FileName);
        if (Holds(path, bytes))
            return path;

        // What is loaded as code must be writable by its owner alone.
        if (!Directory.Exists(folder))
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string draft = Path.Combine(folder, $"{FileName}.{Guid.NewGuid():N}.tmp");
        try
        {
            write(draft, bytes);
            // A rename is atomic: others see the old copy or the new one, never half of one.
            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
        return path;
    }

    private static bool Holds(string path, byte[] bytes)
    {
        try
        {
            return new FileInfo(path) is { Exists: true } file && file.Length == bytes.Length
                && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
