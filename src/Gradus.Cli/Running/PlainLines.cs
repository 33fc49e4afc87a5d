namespace Gradus.Cli.Running;

/// <summary>Prints a watcher's lines one after the other, for logs.</summary>
internal static class PlainLines
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Prints lines until the work is done.</summary>
    public static async Task ShowAsync(TextWriter output, Watcher watcher, Task work)
    {
        while (true)
        {
            bool over = work.IsCompleted;
            while (watcher.TryTake(out string line)) output.WriteLine(line);
            if (over) return;
            await Task.WhenAny(work, Task.Delay(s_pause)).ConfigureAwait(false);
        }
    }
}
