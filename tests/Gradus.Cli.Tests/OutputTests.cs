using System.Globalization;
using System.Text.Json;
using Gradus.Cli.Tests.Running;
using Gradus.Metadata;
using Gradus.Surfaces;

namespace Gradus.Cli.Tests;

public sealed class OutputTests
{
    public static TheoryData<string> Specs => [.. Enum.GetValues<MethodKind>().SelectMany(Catalog.Of).Select(Spec), "mse | adam | warmup(5) then cosine", "x^2 + sin(y)"];

    [Theory]
    [InlineData("list")]
    [InlineData("list", "surfaces")]
    [InlineData("explain", "crossEntropy")]
    [InlineData("trace", "adam", "--surface", "saddle")]
    [InlineData("trace", "sgd(lr=100)", "--surface", "beale", "--steps", "30")]
    [InlineData("schedule", "step(10)", "--steps", "40")]
    [InlineData("doctor")]
    public async Task Json_is_one_document_on_one_line(params string[] args)
    {
        CliResult result = await InProcess.RunAsync([.. args, "--json"]);
        Assert.Equal(JsonValueKind.Object, result.Json.ValueKind);
        Assert.Equal(1, result.Out.Count(c => c == '\n'));
        Assert.Equal("", result.Error);
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public async Task Everything_in_the_catalogue_is_explained(string spec)
    {
        Assert.Equal((0, ""), await CodeAndErrorAsync("explain", spec));
        CliResult latex = await InProcess.RunAsync("explain", spec, "--latex");
        Assert.Equal((0, ""), (latex.Code, latex.Error));
        JsonElement json = (await InProcess.RunAsync("explain", spec, "--json")).Json;
        JsonElement part = json.TryGetProperty("parts", out JsonElement parts) ? parts[0] : json;
        Assert.NotEqual("", part.GetProperty("name").GetString());
        // Groups, and the refusal of a step, leave the rule's formula as it is.
        Assert.True(part.GetProperty("formula").GetArrayLength() > 0 || part.GetProperty("kind").GetString() == "wrapper");
    }

    [Fact]
    public async Task An_explanation_shows_formula_derivative_values_and_conventions()
    {
        string text = (await InProcess.RunAsync("explain", "huber(delta=5)")).Out;
        foreach (string piece in (string[])["L(ŷ, y) =", "∂L/∂ŷ =", "= 5", "default 1", "> 0", "PyTorch", "Huber 1964"]) Assert.Contains(piece, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_aligned_one_line_each()
    {
        string[] lines = (await InProcess.RunAsync("list", "losses")).Out.TrimEnd().Split('\n');
        Assert.Equal(Catalog.Losses.Count, lines.Length);
        int column = Catalog.Losses.Max(loss => loss.Name.Length) + 2;
        Assert.All(lines.Zip(Catalog.Losses), pair => Assert.Equal(pair.Second.Name.PadRight(column) + pair.Second.Summary, pair.First.TrimEnd()));
    }

    public static TheoryData<string> Surfaces => [.. Catalog.Surfaces.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Surfaces))]
    public async Task A_surface_is_explained_with_its_domain_its_minima_and_what_it_teaches(string name)
    {
        MethodEntry entry = Catalog.Find(MethodKind.Surface, name);
        ISurface surface = (ISurface)entry.Create();
        JsonElement json = (await InProcess.RunAsync("explain", name, "--json")).Json;
        Assert.Equal([surface.Domain.Left, surface.Domain.Right], Numbers(json.GetProperty("domain").GetProperty("x")));
        Assert.Equal([surface.Domain.Bottom, surface.Domain.Top], Numbers(json.GetProperty("domain").GetProperty("y")));
        Assert.Equal([.. surface.Minima.SelectMany(at => (double[])[at.X, at.Y, surface.Value(at)])],
            json.GetProperty("minima").EnumerateArray().SelectMany(minimum => Numbers(minimum.GetProperty("point")).Append(minimum.GetProperty("value").GetDouble())));

        string[] lines = (await InProcess.RunAsync("explain", name)).Out.ReplaceLineEndings("\n").Split('\n');
        Assert.StartsWith("  ", lines[Array.IndexOf(lines, "Domain") + 1], StringComparison.Ordinal);
        Assert.StartsWith(surface.Minima.Count > 0 ? "  f(" : "  none", lines[Array.IndexOf(lines, "Minima") + 1], StringComparison.Ordinal);
        Assert.StartsWith($"  {entry.Choose[..20]}", lines[Array.IndexOf(lines, "What it teaches") + 1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_banana_is_explained_as_people_write_it()
    {
        string text = (await InProcess.RunAsync("explain", "rosenbrock")).Out;
        foreach (string piece in (string[])["−2 ≤ x ≤ 2, −1 ≤ y ≤ 3", "f(1, 1) = 0", "Finding the valley is easy"]) Assert.Contains(piece, text, StringComparison.Ordinal);
        string latex = (await InProcess.RunAsync("explain", "rosenbrock", "--latex")).Out;
        Assert.Contains(@"-2 \le x \le 2, \quad -1 \le y \le 3", latex, StringComparison.Ordinal);
        Assert.Contains("f(1, 1) = 0", latex, StringComparison.Ordinal);
        Assert.Contains("not known of a typed formula", (await InProcess.RunAsync("explain", "x^2 + sin(y)")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stands_around_a_rule_is_in_its_update_and_explained_after_it()
    {
        JsonElement parts = (await InProcess.RunAsync("explain", "sgd(lr=0.1) with clipNorm(1) with ema", "--json")).Json.GetProperty("parts");
        Assert.Equal(["sgd", "clipNorm", "ema"], parts.EnumerateArray().Select(part => part.GetProperty("name").GetString()));
        Assert.Equal("wrapper", parts[1].GetProperty("kind").GetString());
        string[] update = [.. parts[0].GetProperty("formula").EnumerateArray().Select(line => line.GetString()!)];
        Assert.Contains("c/‖g‖", update[0], StringComparison.Ordinal);
        Assert.StartsWith("averageₜ", update[2], StringComparison.Ordinal);
        Assert.Contains("around sgd: ĝₜ = gₜ − ḡ", (await InProcess.RunAsync("explain", "centralize")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_of_surfaces_tells_domain_minimum_and_lesson_of_each()
    {
        string text = string.Join(' ', (await InProcess.RunAsync("list", "surfaces")).Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.All(Catalog.Surfaces, entry => Assert.Contains(entry.Choose, text, StringComparison.Ordinal));
        Assert.Contains("rosenbrock a curved, nearly flat valley: (1 − x)² + 100(y − x²)² −2 ≤ x ≤ 2, −1 ≤ y ≤ 3; lowest 0 at (1, 1).", text, StringComparison.Ordinal);
        JsonElement list = (await InProcess.RunAsync("list", "surfaces", "--json")).Json.GetProperty("surfaces");
        Assert.Equal(Catalog.Surfaces.Count, list.EnumerateArray().Count(item => item.TryGetProperty("minima", out _) && item.GetProperty("choose").GetString()!.Length > 0));
        // Among everything else, a surface has one line like the rest.
        Assert.DoesNotContain("lowest 0 at", (await InProcess.RunAsync("list")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x^2 + y^2 + w", "no variable or constant 'w'")]
    [InlineData("x^2 + 10*sin(y", "to close 'sin('")]
    [InlineData("sin x", "write sin(…)")]
    [InlineData("2x", "2*x")]
    [InlineData("foo(x)", "no function 'foo'")]
    [InlineData("rosenbrock + x", "only one surface")]
    public async Task A_typed_surface_that_cannot_be_read_is_answered_with_what_is_wrong(string formula, string complaint)
    {
        CliResult result = await InProcess.RunAsync("trace", "sgd", "--surface", formula);
        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Contains(complaint, result.Error, StringComparison.Ordinal);
        Assert.Contains("^", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Noise_depends_on_its_seed_alone()
    {
        string[] args = ["trace", "sgd", "--surface", "bowl", "--noise", "0.5", "--steps", "5", "--json", "--seed"];
        Assert.Equal((await InProcess.RunAsync([.. args, "7"])).Out, (await InProcess.RunAsync([.. args, "7"])).Out);
        Assert.NotEqual((await InProcess.RunAsync([.. args, "7"])).Out, (await InProcess.RunAsync([.. args, "8"])).Out);
    }

    [Fact]
    public async Task A_schedule_moves_the_rate_of_a_trace()
    {
        JsonElement points = (await InProcess.RunAsync("trace", "sgd(lr=0.1)", "--surface", "x^2 + y^2", "--start", "1,0", "--steps", "2", "--schedule", "linear", "--json")).Json.GetProperty("points");
        Assert.Equal(0.8 * 0.9, points[2][0].GetDouble(), 14);
    }

    [Fact]
    public async Task Tables_go_to_files_as_exact_numbers()
    {
        using TemporaryFolder folder = new();
        string csv = folder.At("rates.csv");
        Assert.Equal((0, ""), await CodeAndErrorAsync("schedule", "cosine", "--lr", "0.1", "--steps", "7", "--csv", csv));
        double[] read = [.. File.ReadLines(csv).Skip(1).Select(line => double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture))];
        JsonElement json = (await InProcess.RunAsync("schedule", "cosine", "--lr", "0.1", "--steps", "7", "--json")).Json;
        Assert.Equal([.. json.GetProperty("values").EnumerateArray().Select(v => v.GetDouble())], read);
        CliResult path = await InProcess.RunAsync("trace", "sgd", "--surface", "bowl", "--start", "1,1", "--steps", "3", "--csv", "-");
        Assert.Equal("step,rate,x,y,value", path.Out.Split('\n')[0].TrimEnd());
        Assert.Equal(5, path.Out.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public async Task A_trace_shows_the_state_of_the_rule_on_request()
    {
        string[] args = ["trace", "adam(lr=0.1)", "--surface", "x^2 + 3*y^2", "--start", "1,2", "--steps", "3"];
        Assert.False((await InProcess.RunAsync([.. args, "--json"])).Json.TryGetProperty("state", out _));
        JsonElement state = (await InProcess.RunAsync([.. args, "--json", "--state"])).Json.GetProperty("state");
        Assert.Equal(["m", "v"], state.EnumerateObject().Select(slot => slot.Name));
        Assert.Equal(4, state.GetProperty("m").GetArrayLength());
        // The first gradient is (2, 12).
        Assert.Equal([0, 0], Numbers(state.GetProperty("m")[0]));
        Assert.Equal([0.2, 1.2], Numbers(state.GetProperty("m")[1]).Select(m => Math.Round(m, 12)));
        Assert.Equal([0.004, 0.144], Numbers(state.GetProperty("v")[1]).Select(v => Math.Round(v, 12)));

        string[] lines = (await InProcess.RunAsync([.. args, "--csv", "-", "--state"])).Out.TrimEnd().Split('\n');
        Assert.Equal("step,rate,x,y,value,m_x,m_y,v_x,v_y", lines[0].TrimEnd());
        double[] last = [.. lines[4].Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
        Assert.Equal([.. Numbers(state.GetProperty("m")[3]), .. Numbers(state.GetProperty("v")[3])], last[5..]);

        string table = (await InProcess.RunAsync([.. args, "--state"])).Out;
        Assert.Matches(@"step +x +y +f\(x, y\) +m_x +m_y +v_x +v_y", table);
    }

    [Fact]
    public async Task The_trace_of_a_schedule_free_rule_has_points_of_gradients_and_an_average()
    {
        JsonElement json = (await InProcess.RunAsync("trace", "scheduleFreeSgd(lr=0.1)", "--surface", "x^2 + y^2", "--start", "1,-2", "--steps", "1", "--json")).Json;
        // One step from z = x = y: z moves by −0.1·2z, the average is z itself, and so is the point between them.
        Assert.Equal([0.8, -1.6], Numbers(json.GetProperty("average")[1]).Select(x => Math.Round(x, 12)));
        Assert.Equal([0.8, -1.6], Numbers(json.GetProperty("points")[1]).Select(x => Math.Round(x, 12)));
        JsonElement longer = (await InProcess.RunAsync("trace", "scheduleFreeAdamW(lr=0.1)", "--surface", "bowl", "--steps", "20", "--json")).Json;
        Assert.Equal(21, longer.GetProperty("average").GetArrayLength());
        Assert.NotEqual(Numbers(longer.GetProperty("points")[20]), Numbers(longer.GetProperty("average")[20]));
        Assert.False((await InProcess.RunAsync("trace", "adam", "--surface", "bowl", "--json")).Json.TryGetProperty("average", out _));
    }

    [Fact]
    public async Task A_drawing_is_an_svg_document()
    {
        CliResult result = await InProcess.RunAsync("schedule", "warmup(10%) then cosine", "--steps", "5000", "--svg", "-");
        Assert.StartsWith("<svg", result.Out, StringComparison.Ordinal);
        Assert.EndsWith("</svg>", result.Out.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_named()
    {
        using TemporaryFolder folder = new();
        CliResult result = await InProcess.RunAsync("schedule", "cosine", "--steps", "5", "--csv", folder.At("no", "such", "rates.csv"));
        Assert.Equal(2, result.Code);
        Assert.Contains("rates.csv' cannot be written", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_finds_this_machine_well()
    {
        JsonElement json = (await InProcess.RunAsync("doctor", "--json")).Json;
        Assert.True(json.GetProperty("works").GetBoolean());
        Assert.Contains(json.GetProperty("checks").EnumerateArray(), check => check.GetProperty("name").GetString() == "charts");
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetDouble())];

    private static async Task<(int, string)> CodeAndErrorAsync(params string[] args)
    {
        CliResult result = await InProcess.RunAsync(args);
        return (result.Code, result.Error);
    }

    private static string Spec(MethodEntry entry) => entry.Parameters.FirstOrDefault(p => p.IsRequired) switch
    {
        null => entry.Name,
        { Kind: ParameterKind.Text } => $"{entry.Name}(\"*.bias\")",
        _ => $"{entry.Name}({(entry.Name == "exponential" ? "0.9" : "5")})",
    };
}
