namespace Gradus.Lab.Reports;

/// <summary>Writes a file so that it is seen either whole or not at all.</summary>
internal static class AtomicFile
{
    public static string Write(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    public static string Write(string path, byte[] bytes)
    {
        // In the same folder, for a rename across file systems is a copy, and a copy can be seen half done.
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
        return path;
    }
}
