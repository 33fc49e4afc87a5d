using Gradus.Lab.Data;

namespace Gradus.Cli.Running;

/// <summary>Tells how a download is getting on: a line when a file begins, and one for each quarter of it.</summary>
internal sealed class DownloadLines(Action<string> say) : IProgress<DownloadProgress>
{
    private (string File, long Quarter) _said;

    public void Report(DownloadProgress value)
    {
        (string, long) now = (value.File, value.Received * 4 / Math.Max(1, value.Total));
        if (now == _said) return;
        _said = now;
        say($"fetching {value.File}: {Say.Bytes(value.Received)} of {Say.Bytes(value.Total)}");
    }
}
