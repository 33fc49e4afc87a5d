using System.Text.Json;
using System.Xml.Linq;
using Gradus.Cli.Tests.Running;

namespace Gradus.Cli.Tests;

public sealed class LossTests
{
    [Theory]
    [InlineData("""{"prediction": [[1, 2], [3]], "target": [[0, 0], [0, 0]]}""", "prediction is ragged: prediction[1] holds 1 elements")]
    [InlineData("""{"prediction": [[1, 2], 3], "target": [[0, 0], [0, 0]]}""", "prediction is ragged")]
    [InlineData("""{"prediction": [1, [2]], "target": [0, 0]}""", "prediction[1] is [2]")]
    [InlineData("""{"prediction": [1, 2], "target": [0]}""", "prediction holds 2 numbers, target 1 numbers")]
    [InlineData("""{"prediction": [], "target": []}""", "empty list")]
    [InlineData("""{"prediction": [1], "target": [0], "target": [1]}""", "has \"target\" twice")]
    [InlineData("""{"prediction": [1], "target": [[[[[[[[[0]]]]]]]]]}""", "target has lists nested more than 8 deep")]
    [InlineData("""{"prediction": [1, 2], "target": [0, 0], "weight": [-1, 1]}""", "weight 0 is -1, but a mean divides by the sum of the weights")]
    [InlineData("""{"prediction": [1, 2], "target": [0, 0], "weight": [1]}""", "weight 1 numbers")]
    [InlineData("""{"prediction": [1, "x"], "target": [0, 0]}""", "prediction[1] is \"x\"")]
    [InlineData("""{"prediction": [NaN], "target": [0]}""", "between quotes")]
    [InlineData("""{"prediction": [1]}""", "no \"target\"")]
    [InlineData("[1, 2]", "no JSON object")]
    [InlineData("{\n  \"prediction\": oops\n}", "line 2, column 17")]
    public async Task Bad_input_is_told_where_it_is_bad(string input, string expected)
    {
        CliResult result = await InProcess.RunAsync(input, ["loss", "mse"]);
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_that_are_nested_a_thousand_deep_are_said_to_be()
    {
        string deep = $"{new string('[', 1000)}1{new string(']', 1000)}";
        CliResult result = await InProcess.RunAsync($$"""{"prediction": {{deep}}, "target": [0]}""", ["loss", "mse"]);
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Contains("prediction has lists nested more than 8 deep", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("supCon", """{"embedding": [[1, 0], [1, 1], [0, 2]], "label": [0, 0, 1], "weight": [1, 2]}""", "supCon needs one weight for each embedding: a list of 3")]
    [InlineData("infoNce", """{"query": [[1, 0]], "key": [[1, 1]], "weight": [[1]]}""", "infoNce needs one weight for each query")]
    [InlineData("proxyAnchor", """{"embedding": [[1, 0]], "label": [0], "proxy": [[1, 1]], "weight": [1]}""", "proxyAnchor takes no \"weight\"")]
    [InlineData("hingeEmbedding", """{"prediction": [-0.5], "target": [1]}""", "hingeEmbedding needs predictions ≥ 0")]
    public async Task Weights_and_distances_that_mean_nothing_are_refused(string loss, string input, string expected)
    {
        CliResult result = await InProcess.RunAsync(input, ["loss", loss]);
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"prediction": [[1, 2]], "target": [2]}""", "target class 2")]
    [InlineData("""{"prediction": [[1, 2]], "target": [0.5]}""", "target[0] is 0.5, expected a class")]
    [InlineData("""{"prediction": [[1, 2]], "target": [0, 1]}""", "one class per row")]
    [InlineData("""{"prediction": [[[1, 2]]], "target": [[0]]}""", "one row of predictions per sample")]
    public async Task Bad_classes_are_refused(string input, string expected)
    {
        CliResult result = await InProcess.RunAsync(input, ["loss", "crossEntropy"]);
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_input_an_example_is_shown_instead_of_waiting()
    {
        CliResult result = await InProcess.RunAsync(input: "never read", ["loss", "mse"], typed: true);
        Assert.Equal(2, result.Code);
        Assert.Contains("echo '{\"prediction\"", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_may_be_a_file()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("in.json", """{"prediction": [1, 3], "target": [0, 0]}""");
        Assert.Equal(5, (await InProcess.RunAsync("loss", "mse", "--input", file, "--json")).Json.GetProperty("value").GetDouble());
        Assert.Equal(2, (await InProcess.RunAsync("loss", "mse", "--input", folder.At("none.json"))).Code);
    }

    [Fact]
    public async Task Gradients_and_unreduced_values_have_the_shape_of_the_input()
    {
        JsonElement json = (await InProcess.RunAsync("""{"prediction": [[[1], [2]], [[3], [4]]], "target": [[[0], [0]], [[0], [0]]]}""", ["loss", "mse", "--reduction", "none", "--json"])).Json;
        Assert.Equal("[[[1],[4]],[[9],[16]]]", json.GetProperty("value").GetRawText());
        Assert.Equal("[[[2],[4]],[[6],[8]]]", json.GetProperty("gradient").GetProperty("prediction").GetRawText());
        json = (await InProcess.RunAsync("""{"prediction": [[0], [0]], "target": [0, 0]}""", ["loss", "crossEntropy", "--reduction", "none", "--json"])).Json;
        Assert.Equal(2, json.GetProperty("value").GetArrayLength());
    }

    [Fact]
    public async Task A_single_number_and_a_single_row_will_do()
    {
        Assert.Equal("-2", (await InProcess.RunAsync("""{"prediction": 1, "target": 2}""", ["loss", "mse", "--json"])).Json.GetProperty("gradient").GetProperty("prediction").GetRawText());
        JsonElement json = (await InProcess.RunAsync("""{"prediction": [0, 0], "target": 1}""", ["loss", "crossEntropy", "--json"])).Json;
        Assert.Equal(Math.Log(2), json.GetProperty("value").GetDouble(), 15);
    }

    [Fact]
    public async Task Numbers_that_JSON_has_not_are_texts_both_ways()
    {
        JsonElement json = (await InProcess.RunAsync("""{"prediction": ["NaN", "-Infinity"], "target": [0, 0]}""", ["loss", "mse", "--reduction", "none", "--json"])).Json;
        Assert.Equal("""["NaN","Infinity"]""", json.GetProperty("value").GetRawText());
    }

    [Fact]
    public async Task Weighted_losses_add_up_in_value_and_gradient()
    {
        JsonElement json = (await InProcess.RunAsync("""{"prediction": [2, -1], "target": [0, 0]}""", ["loss", "0.5*mse + 2*mae", "--reduction", "sum", "--json"])).Json;
        Assert.Equal(0.5 * 5 + 2 * 3, json.GetProperty("value").GetDouble(), 15);
        Assert.Equal("[4,-3]", json.GetProperty("gradient").GetProperty("prediction").GetRawText());
    }

    [Theory]
    [InlineData("huber", """{"prediction": [0.3, 4, -7], "target": [0, 1, 2]}""")]
    [InlineData("bceWithLogits(positiveWeight=3)", """{"prediction": [0.3, 4, -7], "target": [0, 1, 0.5]}""")]
    [InlineData("crossEntropy(labelSmoothing=0.1)", """{"prediction": [[0.3, 4, -7], [1, 2, 3]], "target": [0, 2]}""")]
    public async Task The_gradient_agrees_with_central_differences(string spec, string input)
    {
        JsonElement check = (await InProcess.RunAsync(input, ["loss", spec, "--check", "--json"])).Json.GetProperty("check");
        Assert.InRange(check.GetProperty("largestDeviation").GetDouble(), 0, 1e-9);
        Assert.Matches(@"^(prediction|target)\[", check.GetProperty("at").GetString()!);
    }

    [Fact]
    public async Task Without_numbers_the_gradient_is_checked_on_random_ones()
    {
        CliResult result = await InProcess.RunAsync("loss", "huber", "--check", "--json");
        Assert.InRange(result.Json.GetProperty("check").GetProperty("largestDeviation").GetDouble(), 0, 1e-8);
        Assert.Contains("random", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_family_of_losses_is_drawn_into_one_picture()
    {
        using TemporaryFolder folder = new();
        string file = folder.At("out.svg");
        CliResult result = await InProcess.RunAsync("loss", "huber(delta=1)", "huber(delta=5)", "mae", "--svg", file);
        Assert.Equal((0, "", ""), (result.Code, result.Out, result.Error));
        XDocument svg = XDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        string[] texts = [.. svg.Descendants().Where(node => node.Name.LocalName == "text").Select(node => node.Value.Trim())];
        Assert.All(["huber", "huber(delta=5)", "mae", "derivative"], name => Assert.Contains(name, texts));
    }

    [Theory]
    [InlineData("2 losses were given", "mse", "mae")]
    [InlineData("draw them one by one", "mse", "crossEntropy", "--svg", "-")]
    [InlineData("is a sum", "mse + mae", "--svg", "-")]
    [InlineData("must lie below its end", "mse", "--svg", "-", "--from", "1", "--to", "0")]
    public async Task What_cannot_be_drawn_or_evaluated_together_is_refused(string says, params string[] args)
    {
        CliResult result = await InProcess.RunAsync(["loss", .. args]);
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Penalties_take_weights_alone_or_beside_a_loss()
    {
        JsonElement json = (await InProcess.RunAsync("""{"parameter": [[3, -4], [0, 2]]}""", ["loss", "l1(0.5) + l2(1)", "--json"])).Json;
        Assert.Equal(0.5 * 9 + 29 / 2.0, json.GetProperty("value").GetDouble(), 15);
        Assert.Equal("[[3.5,-4.5],[0,2.5]]", json.GetProperty("gradient").GetProperty("parameter").GetRawText());
        json = (await InProcess.RunAsync("""{"prediction": [1, 3], "target": [0, 0], "parameter": [2]}""", ["loss", "mse + l2(1)", "--json"])).Json;
        Assert.Equal(5 + 2, json.GetProperty("value").GetDouble(), 15);
        Assert.Equal("[1,3]", json.GetProperty("gradient").GetProperty("prediction").GetRawText());
        Assert.Equal("[2]", json.GetProperty("gradient").GetProperty("parameter").GetRawText());
        Assert.DoesNotContain("mean", (await InProcess.RunAsync("""{"parameter": [1]}""", ["loss", "l1(0.5)"])).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mse + l2(1)", """{"prediction": [1], "target": [0]}""", "l2 is a penalty: a function of weights. Give them as \"parameter\"")]
    [InlineData("mse", """{"prediction": [1], "target": [0], "parameter": [1]}""", "mse takes no \"parameter\"")]
    [InlineData("l2(1)", """{"prediction": [1], "parameter": [1]}""", "A penalty takes no \"prediction\"")]
    [InlineData("groupLasso(1)", """{"parameter": [1, 2]}""", "groupLasso looks at a weight matrix")]
    [InlineData("huber(delta=1→2 over 5 epochs)", """{"prediction": [1], "target": [0]}""", "moves over time; give the one value")]
    [InlineData("mse + l2(1) | adam", """{"prediction": [1], "target": [0]}""", "is more than a loss")]
    public async Task What_a_penalty_cannot_do_is_told(string spec, string input, string expected)
    {
        CliResult result = await InProcess.RunAsync(input, ["loss", spec]);
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unreduced_losses_and_a_penalty_do_not_add() =>
        Assert.Contains("use --reduction mean or sum", (await InProcess.RunAsync("""{"prediction": [1], "target": [0], "parameter": [1]}""", ["loss", "mse + l2(1)", "--reduction", "none"])).Error, StringComparison.Ordinal);

    [Fact]
    public async Task Losses_with_other_parts_add_up_once_they_are_reduced()
    {
        const string Masks = """{"prediction": [[1, 2], [-1, 0]], "target": [[0, 1], [0, 1]]}""";
        double dice = (await InProcess.RunAsync(Masks, ["loss", "dice", "--json"])).Json.GetProperty("value").GetDouble();
        double bce = (await InProcess.RunAsync(Masks, ["loss", "bceWithLogits", "--json"])).Json.GetProperty("value").GetDouble();
        Assert.Equal((0.5 * dice) + (0.5 * bce), (await InProcess.RunAsync(Masks, ["loss", "0.5*dice + 0.5*bceWithLogits", "--json"])).Json.GetProperty("value").GetDouble(), 14);
        Assert.Contains("--reduction mean or sum", (await InProcess.RunAsync(Masks, ["loss", "dice + bceWithLogits", "--reduction", "none"])).Error, StringComparison.Ordinal);
    }
}
