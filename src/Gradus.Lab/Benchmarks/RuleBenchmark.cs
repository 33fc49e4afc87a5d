using Gradus.Drivers;
using Gradus.Lab.Runs;
using Gradus.Optimizers;
using Gradus.Torch.Native;
using Gradus.Torch.Optimizers;

namespace Gradus.Lab.Benchmarks;

/// <summary>What a <see cref="RuleBenchmark"/> measures.</summary>
public sealed record RuleBenchmarkOptions
{
    /// <summary>The rules, with anything around them, in the recipe language; by default all elementwise ones and what stands around adamw.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [.. RuleBenchmark.Catalogue, .. RuleBenchmark.Wrapped];

    /// <summary>The parameters to step; <see cref="ModelShapes.All"/> by default.</summary>
    public IReadOnlyList<ModelShapes> Lists { get; init; } = ModelShapes.All;

    /// <summary>How often every contestant is measured; at least 1.</summary>
    public int Rounds { get; init; } = 9;
}

/// <summary>One rule on one list of parameters. Times are milliseconds a step, ratios are taken round by round.</summary>
/// <param name="Rule">The rule as a recipe writes it.</param>
/// <param name="List">The list's name.</param>
/// <param name="Ours">Gradus.</param>
/// <param name="OfRoofline">The time of passing the same bytes with next to no arithmetic over ours: 1 is all that memory allows.</param>
/// <param name="OverBare">Our time over that of the rule alone; null for a rule alone.</param>
public sealed record RuleRow(string Rule, string List, Spread Ours, Spread OfRoofline, Spread? OverBare);

/// <summary>
/// Every elementwise rule of the catalogue against the memory roofline, and rules with something around them against the rule
/// alone, on lists of parameters shaped like real models.
/// </summary>
public static class RuleBenchmark
{
    /// <summary>The elementwise rules of the catalogue.</summary>
    public static IReadOnlyList<string> Catalogue { get; } = [.. Catalog.Optimizers.Where(entry => entry.Create() is ElementwiseOptimizer).Select(entry => entry.Name)];

    /// <summary>adamw with one thing around it.</summary>
    public static IReadOnlyList<string> Wrapped { get; } =
    [
        "adamw(weightDecay=0) with decay(0.01)", "adamw with clipValue(1)", "adamw with cautious(rescale=false)", "adamw with lookahead", "adamw with noDecayOnVectors",
        "adamw with clipNorm(1)", "adamw with skipNonFinite", "adamw with clipNorm(1, perTensor=true)", "adamw with agc", "adamw with centralize", "adamw with cautious", "adamw with ema",
    ];

    /// <summary>Measures every rule on every list.</summary>
    /// <param name="options">What to measure.</param>
    /// <param name="progress">Hears what is being measured.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="ArgumentException">A rule that is none, or less than one round.</exception>
    public static RuleBenchmarkResult Run(RuleBenchmarkOptions options, IProgress<string>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Rounds, 1);
        ElementwiseOptimizer[] rules = [.. options.Rules.Select(text => Notation.ParseOptimizer(text) as ElementwiseOptimizer
            ?? throw new ArgumentException($"{text} looks at whole tensors; this benchmark is of elementwise rules."))];
        TorchNatives.EnsureLoaded();
        List<RuleRow> rows = [];
        foreach (ModelShapes list in options.Lists)
        {
            foreach (ElementwiseOptimizer rule in rules)
            {
                progress?.Report($"{rule.Describe()}, {list.Name}");
                rows.Add(Measure(rule, list, options, ct));
            }
        }

        return new(Machine.Facts(), Team.Size, rows);
    }

    private static RuleRow Measure(ElementwiseOptimizer rule, ModelShapes list, RuleBenchmarkOptions options, CancellationToken ct)
    {
        bool isWrapped = rule.Wrappers.Count > 0;
        using RuleSteps ours = new(rule, list);
        using RuleSteps? bare = isWrapped ? new(rule with { Wrappers = [] }, list) : null;
        using RooflineSteps roofline = new(1 + RuleFormula.SlotsOf(rule with { Wrappers = [] }).Count, list.Elements, Team.Size);
        StepContestant[] contestants = bare is null ? [ours, roofline] : [ours, roofline, bare];
        double[][] times = Contest.Run(contestants, new() { Rounds = options.Rounds }, ct);
        return new(rule.Describe(), list.Name, Spread.Of(times[0]), Spread.OfRatios(times[1], times[0]), isWrapped ? Spread.OfRatios(times[0], times[2]) : null);
    }

    private static string Describe(this ElementwiseOptimizer rule) => Notation.Print(rule);

    private sealed class RuleSteps(ElementwiseOptimizer rule, ModelShapes list) : StepContestant
    {
        private readonly ParameterSet _set = new(list.Shapes);
        private TorchOptimizer? _optimizer;

        public override void Step(int times)
        {
            _optimizer ??= new(_set.Parameters, rule);
            for (int i = 0; i < times; i++) _optimizer.step();
        }

        public override void Dispose()
        {
            _optimizer?.Dispose();
            _set.Dispose();
        }
    }
}
