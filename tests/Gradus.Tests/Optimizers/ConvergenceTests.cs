using Gradus.Metadata;
using Gradus.Optimizers;
using Gradus.Schedules;
using Gradus.Surfaces;

namespace Gradus.Tests.Optimizers;

/// <summary>Every elementwise rule finds a minimum at one of a few customary rates, tuned as one would tune it.</summary>
public class ConvergenceTests
{
    private static readonly double[] s_rates = [1e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 3];

    public static TheoryData<string> Rules => [.. Catalog.Optimizers.Where(entry => entry.Type.IsAssignableTo(typeof(ElementwiseOptimizer))).Select(entry => entry.Name)];

    [Theory, MemberData(nameof(Rules))]
    public void Every_rule_finds_the_bottom_of_a_bowl(string name) =>
        Assert.InRange(Best(name, new Bowl(), new(3, 1), 5_000), 0, 1e-6);

    [Theory, MemberData(nameof(Rules))]
    public void Every_rule_follows_the_bend_of_the_banana(string name) =>
        Assert.InRange(Best(name, new Rosenbrock(), new(-1.2, 1), 20_000), 0, 1e-3);

    /// <summary>The lowest height at the end of a run over the rates; where the rule averages, of its average.</summary>
    private static double Best(string name, ISurface surface, Point start, int steps) => s_rates.Min(rate =>
    {
        Dictionary<string, object?> arguments = new() { ["lr"] = rate };
        MethodEntry entry = Catalog.Find(MethodKind.Optimizer, name);
        if (entry.Parameters.Any(p => p.Name == "weightDecay")) arguments["weightDecay"] = 0.0;
        ElementwiseOptimizer optimizer = (ElementwiseOptimizer)entry.Create(arguments);
        Trace trace = Trace.Run(optimizer, surface, start, steps, optimizer is IAveragingOptimizer ? null : new Cosine());
        double height = surface.Value(trace.Average?[^1] ?? trace.Points[^1]);
        return double.IsNaN(height) ? double.PositiveInfinity : height;
    });
}
