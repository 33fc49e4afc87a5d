namespace Gradus.Cli;

/// <summary>Results that go to a file.</summary>
internal static class Files
{
    /// <summary>Refuses two results on one stream.</summary>
    /// <exception cref="UsageException">More than one of them would go to standard output.</exception>
    public static void RefuseSharedOutput(bool json, params IEnumerable<string?> paths)
    {
        if (paths.Count(path => path == "-") + (json ? 1 : 0) > 1)
        {
            throw new UsageException("Only one result can go to standard output; name a file for the other.");
        }
    }

    /// <summary>Writes lines to a file, or to standard output for "-".</summary>
    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static void Write(string path, TextWriter output, IEnumerable<string> lines)
    {
        if (path == "-")
        {
            foreach (string line in lines) output.WriteLine(line);
            return;
        }

        try
        {
            File.WriteAllLines(path, lines);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{path}' cannot be written: {e.Message.TrimEnd('.')}. Name another file.");
        }
    }
}
