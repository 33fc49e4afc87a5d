using System.Globalization;
using System.Text.Json;
using Gradus.Cli.Tests.Running;
using Gradus.Metadata;
using Gradus.Tests.Shared;

namespace Gradus.Cli.Tests;

/// <summary>The reference numbers, asked for as people ask.</summary>
public sealed class GoldenTests
{
    public static TheoryData<int, string> Losses => Cases("losses.json", _ => true, c => Spec(c, "loss"));

    public static TheoryData<int, string> Optimizers => Cases("optimizers.json", c => Catalog.TryFind(MethodKind.Optimizer, Name(c, "optimizer"), out _), c => Spec(c, "optimizer"));

    public static TheoryData<int, string> Schedules => Cases("schedules.json", IsKnownSchedule, c => Name(c, "schedule"));

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_loss_prints_the_reference_value_and_gradient(int index, string spec)
    {
        JsonElement golden = Golden.Cases("losses.json")[index];
        JsonElement printed = (await InProcess.RunAsync(golden.GetProperty("input").GetRawText(), ["loss", spec, "--json"])).Json;
        Close(golden.GetProperty("value"), printed.GetProperty("value"), 1e-12, 1e-15);
        Close(golden.GetProperty("gradient"), printed.GetProperty("gradient").GetProperty(golden.GetProperty("gradientOf").GetString()!), 1e-12, 1e-15);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public async Task A_trace_follows_the_reference_path(int index, string spec)
    {
        JsonElement golden = Golden.Cases("optimizers.json")[index];
        string start = string.Join(',', Golden.Numbers(golden.GetProperty("start")).Select(x => x.ToString("R", CultureInfo.InvariantCulture)));
        JsonElement printed = (await InProcess.RunAsync(
            "trace", spec, "--surface", Name(golden, "surface"), "--start", start, "--steps", golden.GetProperty("steps").ToString(), "--json")).Json;
        Close(golden.GetProperty("points"), printed.GetProperty("points"), 1e-9, 1e-12);
        Assert.Equal(golden.GetProperty("points").GetArrayLength(), printed.GetProperty("values").GetArrayLength());
    }

    [Theory]
    [MemberData(nameof(Schedules))]
    public async Task A_schedule_prints_the_reference_rates(int index, string spec)
    {
        JsonElement golden = Golden.Cases("schedules.json")[index];
        JsonElement printed = (await InProcess.RunAsync(
            "schedule", spec, "--lr", golden.GetProperty("lr").GetRawText(), "--steps", golden.GetProperty("steps").ToString(), "--json")).Json;
        Close(golden.GetProperty("values"), printed.GetProperty("values"), 1e-12, 1e-17);
        Assert.Equal(golden.GetProperty("lr").GetDouble(), printed.GetProperty("lr").GetDouble());
    }

    /// <summary>Numbers, or lists of the same shape.</summary>
    private static void Close(JsonElement expected, JsonElement actual, double relative, double absolute)
    {
        if (expected.ValueKind != JsonValueKind.Array)
        {
            Assert.True(Golden.Close(Golden.Number(expected), Golden.Number(actual), relative, absolute), $"expected {expected}, got {actual}");
            return;
        }

        Assert.Equal(expected.GetArrayLength(), actual.GetArrayLength());
        foreach ((JsonElement e, JsonElement a) in expected.EnumerateArray().Zip(actual.EnumerateArray())) Close(e, a, relative, absolute);
    }

    private static TheoryData<int, string> Cases(string file, Func<JsonElement, bool> isKnown, Func<JsonElement, string> spec)
    {
        TheoryData<int, string> cases = [];
        foreach ((int index, JsonElement c) in Golden.Cases(file).Index())
        {
            if (isKnown(c)) cases.Add(index, spec(c));
        }

        return cases;
    }

    private static bool IsKnownSchedule(JsonElement c) => Name(c, "schedule").Split(" then ")
        .All(piece => Catalog.TryFind(MethodKind.Schedule, piece.Split('(')[0], out _));

    private static string Name(JsonElement c, string property) => c.GetProperty(property).GetString()!;

    private static string Spec(JsonElement c, string kind)
    {
        IEnumerable<string> arguments = c.GetProperty("parameters").EnumerateObject()
            .Select(p => $"{p.Name}={(p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString() : p.Value.GetRawText())}");
        return $"{Name(c, kind)}({string.Join(", ", arguments)})";
    }
}
