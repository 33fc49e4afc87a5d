using Gradus.Lab.Reports.Verdicts;

namespace Gradus.Cli.Running;

/// <summary>The result of a comparison as a small table.</summary>
internal static class Ranking
{
    public static IEnumerable<string> Lines(Summary summary) => Columns.Align(
        [
            (string[])["", "contestant", "rate", "test accuracy", "steps to target", "seconds to target"],
            .. summary.Ranking.Select(c => (IReadOnlyList<string>)
            [
                $"{c.Rank}", c.Label, c.ChosenRate is { } rate ? Say.Number(rate) : "—", Accuracy(c.TestAccuracy),
                Arrival(c, c.StepsToTarget, "#,0"), Arrival(c, c.SecondsToTarget, "0.0"),
            ]),
        ],
        right: new HashSet<int> { 0, 2, 4, 5 });

    private static string Accuracy(Spread spread) =>
        spread.HalfWidth is { } half ? Say.Inv($"{Say.Percent(spread.Mean)} ± {100 * half:0.00}") : Say.Percent(spread.Mean);

    private static string Arrival(ContestantSummary contestant, Spread spread, string format) =>
        spread.Count == 0 ? "not reached"
        : spread.Mean.ToString(format, System.Globalization.CultureInfo.InvariantCulture) + (spread.Count == contestant.Seeds ? "" : $" ({spread.Count} of {contestant.Seeds} seeds)");
}
