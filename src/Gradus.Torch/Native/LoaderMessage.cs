namespace Gradus.Torch.Native;

/// <summary>The line that matters in what the dynamic loader has to say.</summary>
internal static class LoaderMessage
{
    public static string Of(Exception exception)
    {
        string[] lines = exception.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        // .NET puts general advice on the first line and the loader's own words below it, one for each place it
        // looked in; that a file is not in some place is the least of them.
        return lines.Skip(1).FirstOrDefault(line => !line.Contains("cannot open shared object file", StringComparison.Ordinal))
            ?? lines.LastOrDefault()
            ?? exception.GetType().Name;
    }
}
