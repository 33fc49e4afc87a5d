namespace Gradus.Lab.Reports.Verdicts;

/// <summary>Where the chosen learning rate lies in the grid it was chosen from.</summary>
public enum EdgeOfGrid
{
    /// <summary>Between two rates that did worse, or that diverged: the grid was wide enough.</summary>
    Inside,

    /// <summary>The lowest rate tried: a lower one might be better still.</summary>
    Lowest,

    /// <summary>The highest rate tried: a higher one might be better still.</summary>
    Highest,

    /// <summary>Only one rate was tried, so nothing was chosen.</summary>
    OnlyOne,

    /// <summary>No rate was usable.</summary>
    None,
}

/// <summary>Chooses a learning rate from a grid, and judges whether the grid was wide enough.</summary>
public static class RateChoice
{
    /// <summary>The rate with the highest validation accuracy, averaged over seeds, among the rates at which no trial
    /// diverged; equal accuracies are decided by the lower validation loss, then by the lower rate.</summary>
    /// <returns>The rate, or null when every rate diverged.</returns>
    public static double? Best(IEnumerable<GridPoint> grid) => grid
        .GroupBy(p => p.Rate)
        .Where(trials => trials.All(t => !t.Diverged && double.IsFinite(t.ValidationAccuracy)))
        .OrderByDescending(trials => trials.Average(t => t.ValidationAccuracy))
        .ThenBy(trials => trials.Average(t => double.IsNaN(t.ValidationLoss) ? double.PositiveInfinity : t.ValidationLoss))
        .ThenBy(trials => trials.Key)
        .Select(trials => (double?)trials.Key)
        .FirstOrDefault();

    /// <summary>Where the contestant's chosen rate lies among the rates it was offered.</summary>
    public static EdgeOfGrid Edge(Contestant contestant)
    {
        double[] rates = Rates(contestant);
        return contestant.ChosenRate switch
        {
            null => EdgeOfGrid.None,
            _ when rates.Length < 2 => EdgeOfGrid.OnlyOne,
            { } chosen when chosen <= rates[0] => EdgeOfGrid.Lowest,
            { } chosen when chosen >= rates[^1] => EdgeOfGrid.Highest,
            _ => EdgeOfGrid.Inside,
        };
    }

    /// <summary>What to do about a chosen rate at the edge of its grid; null when nothing needs doing.</summary>
    public static string? Advice(Contestant contestant)
    {
        double[] rates = Rates(contestant);
        string name = contestant.Label;
        return Edge(contestant) switch
        {
            EdgeOfGrid.Lowest =>
                $"{name}: the best rate, {Wording.Rate(rates[0])}, is the lowest one tried, so a lower one might do better. "
                + $"Extend the grid downwards: {Next(rates[0], rates[0] / rates[1])}.",
            EdgeOfGrid.Highest =>
                $"{name}: the best rate, {Wording.Rate(rates[^1])}, is the highest one tried, so a higher one might do better. "
                + $"Extend the grid upwards: {Next(rates[^1], rates[^1] / rates[^2])}.",
            EdgeOfGrid.OnlyOne => $"{name}: only one learning rate was tried, so it was not tuned. Offer it a grid.",
            EdgeOfGrid.None => $"{name}: no learning rate of the grid was usable. Extend the grid downwards.",
            _ => null,
        };
    }

    // The grid goes on as it was laid: by its own ratio.
    private static string Next(double edge, double ratio) =>
        $"{Wording.RoundRate(edge * ratio)} and {Wording.RoundRate(edge * ratio * ratio)}";

    private static double[] Rates(Contestant contestant) =>
        [.. contestant.Grid.Select(p => p.Rate).Distinct().Order()];
}
