using System.Diagnostics;
using System.Text;

namespace Gradus.Cli.Tests.Running;

/// <summary>The built command line as a process of its own.</summary>
internal sealed class Child : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(150);
    private readonly Process _process;
    private readonly StringBuilder _error = new();
    private readonly Task<string> _output;

    private Child(ProcessStartInfo start)
    {
        _process = new() { StartInfo = start };
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_error) _error.AppendLine(line.Data);
        };
        _process.Start();
        _process.BeginErrorReadLine();
        _output = _process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>How the command is started from a shell.</summary>
    public static string Command => $"{Dotnet} '{Path.Combine(AppContext.BaseDirectory, "Gradus.Cli.dll")}'";

    private static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public int Id => _process.Id;

    /// <summary>Starts the command itself, so that signals reach it and no shell.</summary>
    public static Child Start(string folder, params string[] args) =>
        new(Info(Dotnet, folder, [Path.Combine(AppContext.BaseDirectory, "Gradus.Cli.dll"), .. args]));

    /// <summary>Runs a line as somebody would paste it, <c>gradus</c> being the built command.</summary>
    public static async Task<CliResult> PasteAsync(string line, string folder)
    {
        using Child child = new(Info("bash", folder, ["-c", $"gradus() {{ {Command} \"$@\"; }}\n{line}"]));
        child._process.StandardInput.Close();
        return await child.EndAsync();
    }

    /// <summary>Closes its input and waits for its end.</summary>
    public async Task<CliResult> EndAsync(string input = "")
    {
        if (input.Length > 0) await _process.StandardInput.WriteAsync(input);
        _process.StandardInput.Close();
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(s_patience);
        await _process.WaitForExitAsync(patience.Token);
        string output = await _output;
        lock (_error) return new(_process.ExitCode, output, _error.ToString());
    }

    /// <summary>Waits until a text stands on its standard error.</summary>
    public async Task UntilAsync(string text)
    {
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            lock (_error)
            {
                if (_error.ToString().Contains(text, StringComparison.Ordinal)) return;
            }

            Assert.False(_process.HasExited, $"ended before it said '{text}': {_error}");
            Assert.True(Stopwatch.GetElapsedTime(began) < s_patience, $"never said '{text}': {_error}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static ProcessStartInfo Info(string file, string folder, string[] args)
    {
        ProcessStartInfo info = new(file, args)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment.Remove("NO_COLOR");
        return info;
    }
}
