using System.Text.Json;
using Gradus.Cli.Tests.Running;

namespace Gradus.Cli.Tests;

public sealed class TypedLossTests
{
    private const string Bend = "where(abs(p-y) < 1, (p-y)^2, 2*abs(p-y)-1)";

    [Fact]
    public async Task A_typed_loss_is_evaluated_and_checked()
    {
        JsonElement json = (await InProcess.RunAsync("""{"prediction": [2, 0.5], "target": [0, 0]}""", ["loss", Bend, "--check", "--json"])).Json;
        Assert.Equal((3 + 0.25) / 2, json.GetProperty("value").GetDouble(), 15);
        Assert.Equal("[1,0.5]", json.GetProperty("gradient").GetProperty("prediction").GetRawText());
        Assert.Equal(Bend, json.GetProperty("loss").GetString());
        Assert.InRange(json.GetProperty("check").GetProperty("largestDeviation").GetDouble(), 0, 1e-9);
    }

    [Fact]
    public async Task A_formula_in_p_and_y_is_explained_as_a_loss_and_one_in_x_and_y_as_a_surface()
    {
        Assert.Equal("loss", Kind(await InProcess.RunAsync("explain", Bend, "--json")));
        Assert.Equal("loss", Kind(await InProcess.RunAsync("explain", "p^2", "--json")));
        Assert.Equal("surface", Kind(await InProcess.RunAsync("explain", "x^2 + y^2", "--json")));
        Assert.Equal("surface", Kind(await InProcess.RunAsync("explain", "y^2", "--json")));
        string text = (await InProcess.RunAsync("explain", Bend)).Out;
        Assert.Contains("∂L/∂ŷ = where(|ŷ − y| < 1, 2·(ŷ − y), 2·sign(ŷ − y))", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Watch out", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mae", "notDifferentiable", "slope jumps from −1 to 1")]
    [InlineData("(p-y)^3", "unboundedBelow", "p → −∞")]
    [InlineData("where(abs(p-y)<1,(p-y)^2,1)", "flatWhereWrong", "slope 0 at errors beyond 1")]
    public async Task What_to_watch_out_for_is_said(string loss, string problem, string says)
    {
        CliResult text = await InProcess.RunAsync("explain", loss);
        Assert.Contains("Watch out", text.Out, StringComparison.Ordinal);
        JsonElement[] warnings = [.. (await InProcess.RunAsync("explain", loss, "--json")).Json.GetProperty("warnings").EnumerateArray()];
        Assert.Contains(warnings, warning => warning.GetProperty("problem").GetString() == problem && warning.GetProperty("text").GetString()!.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_loss_without_faults_has_an_empty_list_of_warnings() =>
        Assert.Empty((await InProcess.RunAsync("explain", "huber", "--json")).Json.GetProperty("warnings").EnumerateArray());

    [Theory]
    [InlineData("where(abs(p-y) < 1, (p-y)^2, 2*abs(q-y)-1)", "There is no variable or constant 'q'.", 35)]
    [InlineData("p^2 + *", "expected a number, a variable (p, y)", 6)]
    [InlineData("x^2 + *", "expected a number, a variable (x, y)", 6)]
    [InlineData("hubr", "Did you mean huber?", 0)]
    public async Task A_mistake_is_pointed_at(string text, string says, int caret)
    {
        CliResult result = await InProcess.RunAsync("explain", text);
        Assert.Equal(2, result.Code);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
        Assert.Contains($"\n  {new string(' ', caret)}^", result.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variance_is_an_input_with_a_gradient()
    {
        JsonElement json = (await InProcess.RunAsync("""{"prediction": [3], "target": [1], "variance": [2]}""", ["loss", "gaussianNll", "--json"])).Json;
        Assert.Equal((Math.Log(2) + 2) / 2, json.GetProperty("value").GetDouble(), 15);
        Assert.Equal("[-0.25]", json.GetProperty("gradient").GetProperty("variance").GetRawText());
        CliResult without = await InProcess.RunAsync("""{"prediction": [3], "target": [1]}""", ["loss", "gaussianNll"]);
        Assert.Contains("no \"variance\"", without.Error, StringComparison.Ordinal);
        Assert.Contains("∂L/∂v", (await InProcess.RunAsync("explain", "gaussianNll")).Out, StringComparison.Ordinal);
    }

    private static string Kind(CliResult result) => result.Json.GetProperty("kind").GetString()!;
}
