using Gradus.Cli.Tests.Running;
using Gradus.Tests.Shared;

namespace Gradus.Cli.Tests;

/// <summary>docs/reference is what the catalogue prints.</summary>
public sealed class ReferenceTests
{
    public static TheoryData<string> Topics => ["losses", "optimizers", "penalties", "schedules", "surfaces"];

    [Theory]
    [MemberData(nameof(Topics))]
    public async Task The_reference_in_docs_is_that_of_the_catalogue(string topic)
    {
        DirectoryInfo root = Repository.Root ?? throw new DirectoryNotFoundException("These tests look for docs/ beside Gradus.slnx, above the folder they run in.");
        CliResult page = await InProcess.RunAsync("list", topic, "--markdown");
        Assert.Equal(0, page.Code);
        string file = Path.Combine(root.FullName, "docs", "reference", $"{topic}.md");
        Assert.True(File.Exists(file) && Lines(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)) == Lines(page.Out),
            $"docs/reference/{topic}.md is not what the catalogue says; write it anew: gradus list {topic} --markdown > docs/reference/{topic}.md");
    }

    [Fact]
    public async Task What_is_no_kind_of_method_has_no_reference() =>
        Assert.Contains("gradus list losses --markdown", (await InProcess.RunAsync("list", "data", "--markdown")).Error, StringComparison.Ordinal);

    private static string Lines(string text) => text.ReplaceLineEndings("\n");
}
