using Gradus.Cli.Tests.Running;

namespace Gradus.Cli.Tests;

/// <summary>What cannot be meant is refused with exit code 2, in a sentence that helps.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("Did you mean list?", "lst")]
    [InlineData("Did you mean explain?", "explian", "huber")]
    [InlineData("Did you mean --steps?", "schedule", "cosine", "--stesp", "3")]
    [InlineData("Did you mean --surface?", "trace", "sgd", "--surfac", "bowl")]
    [InlineData("--steps", "schedule", "cosine")]
    [InlineData("SPEC", "explain")]
    [InlineData("no option '--unknown'", "loss", "--unknown")]
    [InlineData("one argument too many", "explain", "warmup(5)", "then", "cosine")]
    [InlineData("losses, optimizers", "list", "everything")]
    [InlineData("Did you mean huber?", "loss", "hubr")]
    [InlineData("Did you mean huber?", "explain", "hubr")]
    [InlineData("Did you mean adam", "trace", "adm", "--surface", "bowl")]
    [InlineData("Did you mean rosenbrock?", "trace", "adam", "--surface", "rosenbrok")]
    [InlineData("Did you mean rosenbrock?", "explain", "rosenbrok")]
    [InlineData("Did you mean cosine?", "schedule", "cosin", "--steps", "5")]
    [InlineData("Did you mean optimizers?", "run", "optimisers")]
    [InlineData("Did you mean steps?", "bench", "stps")]
    [InlineData("It has: delta", "loss", "huber(detla=5)")]
    [InlineData("must be > 0", "loss", "huber(delta=0)")]
    [InlineData("in [0, 1)", "trace", "adam(beta1=1)", "--surface", "bowl")]
    [InlineData("'abc', but it must be a whole number", "schedule", "cosine", "--steps", "abc")]
    [InlineData("'0', but it must be a whole number from 1", "schedule", "cosine", "--steps", "0")]
    [InlineData("'-1', but it must be a number ≥ 0", "schedule", "cosine", "--steps", "5", "--lr", "-1")]
    [InlineData("two numbers", "trace", "sgd", "--surface", "bowl", "--start", "1")]
    [InlineData("one of mean, sum, none", "loss", "mse", "--reduction", "median")]
    [InlineData("one of quick, standard, full", "run", "optimizers", "--profile", "huge")]
    [InlineData("--epochs is '0'", "run", "optimizers", "--epochs", "0")]
    [InlineData("needs 50 steps before cosine begins", "schedule", "warmup(50) then cosine", "--steps", "20")]
    [InlineData("how many steps an epoch has", "schedule", "warmup(3 epochs) then cosine", "--steps", "20")]
    [InlineData("standard output", "schedule", "cosine", "--steps", "5", "--json", "--csv", "-")]
    [InlineData("no loss", "loss", "adam")]
    [InlineData("more than a loss", "loss", "mse | adam")]
    [InlineData("expected an optimizer", "trace", "mse", "--surface", "bowl")]
    public async Task Says_what_was_expected(string expected, params string[] args)
    {
        CliResult result = await InProcess.RunAsync("""{"prediction": [1], "target": [0]}""", args);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, "loss", "huber(delt=5)")]
    [InlineData(14, "explain", "mse | adam | cosin")]
    [InlineData(11, "trace", "adam(lr=1,, beta1=0)", "--surface", "bowl")]
    [InlineData(5, "trace", "sgd", "--surface", "x^2+z")]
    public async Task A_caret_stands_under_the_column(int column, params string[] args)
    {
        string[] lines = (await InProcess.RunAsync(args)).Error.TrimEnd().Split('\n');
        Assert.Equal(args.Single(arg => lines[^2].EndsWith(arg, StringComparison.Ordinal)), lines[^2].Trim());
        Assert.Equal(lines[^2].IndexOf(lines[^2].Trim(), StringComparison.Ordinal) + column - 1, lines[^1].IndexOf('^', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verbose_shows_where_an_error_came_from()
    {
        CliResult result = await InProcess.RunAsync("loss", "hubr", "--verbose");
        Assert.Contains("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_is_one_line() => Assert.Matches(@"^gradus \d+\.\d+\.\d+\r?\n$", (await InProcess.RunAsync("--version")).Out);
}
