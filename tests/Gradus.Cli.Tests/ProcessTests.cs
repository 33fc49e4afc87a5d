using Gradus.Cli.Tests.Running;

namespace Gradus.Cli.Tests;

/// <summary>What only a process of its own can show.</summary>
public sealed class ProcessTests
{
    [Fact]
    public async Task Input_comes_through_a_pipe_and_results_go_to_standard_output()
    {
        using TemporaryFolder folder = new();
        using Child child = Child.Start(folder.Path, "loss", "huber(delta=5)", "--json");
        CliResult result = await child.EndAsync("""{"prediction": [2, 3, -1, 2, -20], "target": [0, 0, 0, 0, 0]}""");
        Assert.Equal(19.3, result.Json.GetProperty("value").GetDouble(), 14);
        Assert.Equal("", result.Error.Trim());
    }

    [Fact]
    public async Task Exit_codes_reach_the_shell()
    {
        using TemporaryFolder folder = new();
        using Child done = Child.Start(folder.Path, "--version"), misused = Child.Start(folder.Path, "lst");
        Assert.Equal(0, (await done.EndAsync()).Code);
        CliResult refused = await misused.EndAsync();
        Assert.Equal(2, refused.Code);
        Assert.DoesNotContain("\e[", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("NO_COLOR=1 ", false)]
    public async Task Colours_need_a_terminal_that_wants_them(string setting, bool coloured)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "Needs script(1) to pose as a terminal.");
        using TemporaryFolder folder = new();
        string inner = $"{Child.Command} list losses".Replace("'", "", StringComparison.Ordinal);
        CliResult terminal = await Child.PasteAsync($"{setting}TERM=xterm-256color script -qec '{inner}' /dev/null", folder.Path);
        Assert.Equal(coloured, terminal.Out.Contains("\e[1m", StringComparison.Ordinal));
        CliResult piped = await Child.PasteAsync("gradus list losses | cat", folder.Path);
        Assert.DoesNotContain("\e[", piped.Out, StringComparison.Ordinal);
    }
}
