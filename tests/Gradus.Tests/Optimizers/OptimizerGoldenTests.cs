using System.Text.Json;
using Gradus.Metadata;
using Gradus.Optimizers;
using Gradus.Surfaces;
using Gradus.Tests.Shared;

namespace Gradus.Tests.Optimizers;

public class OptimizerGoldenTests
{
    private static readonly IReadOnlyList<JsonElement> s_cases = Golden.Cases("optimizers.json");

    public static TheoryData<int, string> Cases()
    {
        TheoryData<int, string> data = [];
        for (int i = 0; i < s_cases.Count; i++)
        {
            string name = s_cases[i].GetProperty("optimizer").GetString()!;
            if (!Catalog.TryFind(MethodKind.Optimizer, name, out MethodEntry? entry)) continue;
            if (typeof(ElementwiseOptimizer).IsAssignableFrom(entry.Type)) data.Add(i, $"{name} {s_cases[i].GetProperty("parameters")} {s_cases[i].GetProperty("surface")}");
        }

        return data;
    }

    [Theory, MemberData(nameof(Cases))]
    public void Fifty_steps_are_those_of_the_reference(int index, string what)
    {
        JsonElement golden = s_cases[index];
        MethodEntry entry = Catalog.Find(MethodKind.Optimizer, golden.GetProperty("optimizer").GetString()!);
        ElementwiseOptimizer optimizer = (ElementwiseOptimizer)entry.Create(Golden.Arguments(golden.GetProperty("parameters")));
        ISurface surface = Notation.ParseSurface(golden.GetProperty("surface").GetString()!);
        double[] start = Golden.Numbers(golden.GetProperty("start"));

        Trace trace = Trace.Run(optimizer, surface, new(start[0], start[1]), golden.GetProperty("steps").GetInt32());

        JsonElement points = golden.GetProperty("points");
        Assert.Equal(points.GetArrayLength(), trace.Points.Count);
        for (int i = 0; i < trace.Points.Count; i++)
        {
            double[] expected = Golden.Numbers(points[i]);
            Assert.True(Golden.Close(expected[0], trace.Points[i].X, 1e-9) && Golden.Close(expected[1], trace.Points[i].Y, 1e-9),
                $"{what}, step {i}: {trace.Points[i]} instead of ({expected[0]}, {expected[1]})");
        }
    }

    [Fact]
    public void Every_optimizer_that_has_a_reference_is_compared() => Assert.True(Cases().Count >= 24);
}
