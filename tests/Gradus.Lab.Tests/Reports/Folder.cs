namespace Gradus.Lab.Tests.Reports;

/// <summary>A folder for one test. Set GRADUS_KEEP_REPORTS to a path to look at what tests write.</summary>
internal sealed class Folder : IDisposable
{
    private readonly string? _keep = Environment.GetEnvironmentVariable("GRADUS_KEEP_REPORTS");

    public Folder([System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        Path = System.IO.Path.Combine(_keep ?? System.IO.Path.GetTempPath(), _keep is null ? Guid.NewGuid().ToString("N") : test);
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    public void Dispose()
    {
        if (_keep is null) Directory.Delete(Path, recursive: true);
    }
}
