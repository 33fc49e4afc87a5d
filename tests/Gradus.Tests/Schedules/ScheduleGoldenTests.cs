using System.Text.Json;
using Gradus.Metadata;
using Gradus.Schedules;
using Gradus.Tests.Shared;

namespace Gradus.Tests.Schedules;

public class ScheduleGoldenTests
{
    public static TheoryData<string, double, int, double[]> Cases()
    {
        TheoryData<string, double, int, double[]> data = [];
        foreach (JsonElement golden in Golden.Cases("schedules.json").Where(IsKnown))
        {
            data.Add(Text(golden), golden.GetProperty("lr").GetDouble(), golden.GetProperty("steps").GetInt32(), Golden.Numbers(golden.GetProperty("values")));
        }

        return data;
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_rate_of_every_step_is_that_of_the_reference(string text, double lr, int steps, double[] values)
    {
        Schedule schedule = Notation.ParseSchedule(text).Within(new(steps));
        Assert.All(values, (value, i) => Assert.True(Golden.Close(value, lr * schedule.At(i), 1e-12, 1e-17),
            $"step {i}: {lr * schedule.At(i)} instead of {value}"));
    }

    [Fact]
    public void Most_of_the_catalogue_is_covered() => Assert.True(Cases().Count >= 9);

    private static bool IsKnown(JsonElement golden) => Text(golden).Split(" then ")
        .All(piece => Catalog.TryFind(MethodKind.Schedule, piece.Split('(')[0], out _));

    private static string Text(JsonElement golden) => golden.GetProperty("schedule").GetString()!;
}
