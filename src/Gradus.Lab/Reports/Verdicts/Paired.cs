namespace Gradus.Lab.Reports.Verdicts;

/// <summary>Comparison seed by seed.</summary>
internal static class Paired
{
    public static IEnumerable<(ContestantRun First, ContestantRun Second)> Runs(Contestant first, Contestant second) =>
        first.Runs.Join(second.Runs, r => r.Seed, r => r.Seed, (a, b) => (a, b));

    public static Spread Differences(Contestant first, Contestant second, Func<ContestantRun, double> measure) =>
        Spread.Of(Runs(first, second).Select(pair => measure(pair.First) - measure(pair.Second)));

    /// <summary>Decided when the 95 % interval of the difference leaves out zero.</summary>
    public static Separation Judge(Spread difference)
    {
        if (difference.HalfWidth is not { } halfWidth) return Separation.TooFewSeeds;
        // Equal results may differ by rounding when averaged; a difference that small is none.
        if (Math.Abs(difference.Mean) <= Math.Max(halfWidth, 1e-12)) return Separation.NotSeparated;
        return difference.Mean > 0 ? Separation.FirstAhead : Separation.SecondAhead;
    }
}
