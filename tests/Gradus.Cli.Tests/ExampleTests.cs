using Gradus.Cli.Tests.Running;

namespace Gradus.Cli.Tests;

/// <summary>Every example in every help, pasted into a shell.</summary>
public sealed class ExampleTests
{
    private static readonly string[] s_verbs = ["list", "explain", "loss", "trace", "schedule", "run", "bench", "doctor"];

    public static TheoryData<string> Verbs => [.. s_verbs];

    public static TheoryData<string> Pages => ["", .. s_verbs.Where(verb => verb != "run")];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Examples_work_when_pasted(string verb)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The examples are written for a shell.");
        using TemporaryFolder folder = new();
        foreach (string example in await ExamplesAsync(verb))
        {
            CliResult result = await Child.PasteAsync(example, folder.Path);
            Assert.True(result.Code == 0, $"{example}: {result.Error}");
            Assert.True(result.Out.Length > 0 || example.Contains("svg", StringComparison.Ordinal), example);
        }
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Help_has_an_example_of_its_verb(string verb) =>
        Assert.Contains(await ExamplesAsync(verb), line => line.Contains($"gradus {verb}", StringComparison.Ordinal));

    [Fact]
    public async Task Root_help_lists_every_verb_in_one_line()
    {
        CliResult help = await InProcess.RunAsync("--help");
        foreach (string verb in s_verbs) Assert.Matches($@"(?m)^  {verb}( <\w+>)? +\S", help.Out);
        Assert.Equal(2, (await ExamplesAsync("")).Length);
    }

    [Fact]
    public async Task Without_arguments_the_help_is_shown() =>
        Assert.Equal(await InProcess.RunAsync("--help"), await InProcess.RunAsync());

    private static async Task<string[]> ExamplesAsync(string verb)
    {
        CliResult help = await InProcess.RunAsync(verb.Length == 0 ? ["--help"] : [verb, "--help"]);
        Assert.Equal((0, ""), (help.Code, help.Error));
        return [.. help.Out.Split('\n').SkipWhile(line => line.TrimEnd() != "Examples:").Skip(1).Select(line => line.Trim()).Where(line => line.Length > 0)];
    }
}
