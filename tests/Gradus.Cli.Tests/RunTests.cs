using System.Diagnostics;
using System.Text.Json;
using Gradus.Cli.Tests.Running;

namespace Gradus.Cli.Tests;

public sealed class RunTests
{
    [Fact]
    public async Task An_interrupted_experiment_goes_on_where_it_stopped()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGINT to send.");
        using TemporaryFolder folder = new();
        TinyData.Write(folder.At("tiny"));
        string[] command = ["run", "optimizers", "--data", "tiny", "--seeds", "1", "--epochs", "1"];
        string runs = folder.At("reports", "optimizers-quick-tiny", "runs");

        using Child first = Child.Start(folder.Path, command);
        await first.UntilAsync("validation accuracy");
        await InterruptAsync(first);
        CliResult stopped = await first.EndAsync();
        Assert.Equal(130, stopped.Code);
        Assert.Contains($"gradus {string.Join(' ', command)}", stopped.Error, StringComparison.Ordinal);
        Dictionary<string, DateTime> kept = Directory.GetFiles(runs, "result.json", SearchOption.AllDirectories).ToDictionary(file => file, File.GetLastWriteTimeUtc);
        Assert.NotEmpty(kept);

        using Child second = Child.Start(folder.Path, [.. command, "--json"]);
        CliResult finished = await second.EndAsync();
        JsonElement json = finished.Json;
        Assert.Contains($"{kept.Count} already done", finished.Error, StringComparison.Ordinal);
        Assert.All(kept, run => Assert.Equal(run.Value, File.GetLastWriteTimeUtc(run.Key)));
        Assert.True(File.Exists(json.GetProperty("report").GetString()));
        Assert.NotEqual("", json.GetProperty("headline").GetString());
        Assert.Equal("optimizers", json.GetProperty("comparison").GetProperty("experiment").GetString());

        using Child third = Child.Start(folder.Path, command);
        CliResult again = await third.EndAsync();
        Assert.Equal(0, again.Code);
        Assert.Contains("Report: ", again.Out, StringComparison.Ordinal);
        Assert.Contains("AdamW", again.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", again.Out + again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_signal_ends_it_at_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGINT to send.");
        using TemporaryFolder folder = new();
        TinyData.Write(folder.At("tiny"));
        using Child child = Child.Start(folder.Path, "run", "optimizers", "--data", "tiny");
        await child.UntilAsync("validation accuracy");
        await InterruptAsync(child);
        await InterruptAsync(child);
        Assert.Equal(130, (await child.EndAsync()).Code);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_refused_before_any_work()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("file", "");
        CliResult result = await InProcess.RunAsync("run", "optimizers", "--data", TinyData.Write(folder.At("tiny")), "--out", Path.Combine(file, "reports"));
        Assert.Equal(2, result.Code);
        Assert.Contains("--out", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_is_not_there_is_named()
    {
        CliResult result = await InProcess.RunAsync("run", "optimizers", "--data", "no/such/folder");
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Contains("'no/such/folder' is neither a data set nor a folder", result.Error, StringComparison.Ordinal);
        Assert.Contains("Did you mean glyphs?", (await InProcess.RunAsync("run", "optimizers", "--data", "glyph")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_data_folder_is_told_what_it_lacks()
    {
        using TemporaryFolder folder = new();
        CliResult result = await InProcess.RunAsync("run", "optimizers", "--data", folder.Path, "--out", folder.At("out"));
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Contains("train-images-idx3-ubyte", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.At("out")));
    }

    [Fact]
    public async Task Damaged_data_fail_with_a_sentence()
    {
        using TemporaryFolder folder = new();
        string data = TinyData.Write(folder.At("tiny"));
        File.WriteAllBytes(Path.Combine(data, "t10k-images-idx3-ubyte"), [1, 2, 3]);
        CliResult result = await InProcess.RunAsync("run", "optimizers", "--data", data, "--out", folder.At("out"));
        Assert.Equal((1, ""), (result.Code, result.Out));
        Assert.Contains("t10k-images-idx3-ubyte", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    private static async Task InterruptAsync(Child child)
    {
        using Process kill = Process.Start("kill", ["-INT", $"{child.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
