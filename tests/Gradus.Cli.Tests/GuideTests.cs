using Gradus.Cli.Tests.Running;
using Gradus.Optimizers;
using Gradus.Tests.Shared;

namespace Gradus.Cli.Tests;

/// <summary>What docs/optimizers.md says of commands and rules.</summary>
public sealed class GuideTests
{
    private static readonly string[] s_lines = File.ReadAllLines(Path.Combine(
        (Repository.Root ?? throw new DirectoryNotFoundException("These tests look for docs/ beside Gradus.slnx, above the folder they run in.")).FullName, "docs", "optimizers.md"));

    public static TheoryData<string> Commands => [.. s_lines.Where(line => line.StartsWith("    gradus ", StringComparison.Ordinal)).Select(line => line.Trim())];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Commands_of_the_guide_work_when_pasted(string command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands are written for a shell.");
        using TemporaryFolder folder = new();
        CliResult result = await Child.PasteAsync(command, folder.Path);
        Assert.True(result.Code == 0 && result.Out.Length > 0, $"{command}: {result.Error}");
    }

    [Fact]
    public void The_table_of_memory_is_that_of_the_rules()
    {
        string[][] rows = [.. s_lines
            .SkipWhile(line => !line.StartsWith("| rule | remembers", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|', StringSplitOptions.TrimEntries))];
        Assert.True(rows.Length > 20);
        Assert.All(rows, row =>
        {
            ElementwiseOptimizer rule = (ElementwiseOptimizer)Notation.ParseOptimizer(row[1].Trim('`'));
            int slots = RuleFormula.Of(rule, new(1, rule.Lr), "θ", "g", name => name).Slots.Count;
            Assert.Equal(slots, int.Parse(row[2].Split(' ')[0], null));
        });
    }
}
