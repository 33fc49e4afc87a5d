using Gradus.Lab.Reports;
using Gradus.Lab.Reports.Verdicts;

namespace Gradus.Lab.Charts;

/// <summary>The charts of cost: steps and time to the target accuracy, and memory of the optimizer.</summary>
internal static class CostCharts
{
    public static Chart StepsToTarget(Comparison comparison, Summary summary) => ToTarget(comparison, summary,
        "steps-to-target", "Steps to the target accuracy", "Optimizer steps", s => s.StepsToTarget, r => r.StepsToTarget, Wording.Count, Wording.Count);

    public static Chart SecondsToTarget(Comparison comparison, Summary summary) => ToTarget(comparison, summary,
        "seconds-to-target", "Time to the target accuracy", "Training time, seconds", s => s.SecondsToTarget, r => r.SecondsToTarget, Wording.Seconds, Wording.Number);

    public static Chart Memory(Comparison comparison)
    {
        (Contestant Contestant, int Index)[] all = [.. comparison.Contestants.Index()
            .Select(c => (c.Item, c.Index)).OrderBy(c => c.Item.StateBytes)];
        var plot = new RowsPlot([.. all.Select(c => new Row(c.Contestant.Label, c.Index, c.Contestant.StateBytes, double.NaN, double.NaN, [],
            $"{Wording.Bytes(c.Contestant.StateBytes)} ({Wording.Number(c.Contestant.StateBytesPerParameter)} B per parameter)"))], "Optimizer state")
        { Bars = true, Axis = false };
        return new Chart
        {
            Id = "optimizer-memory",
            Title = "Memory the optimizer keeps",
            Summary = all.Length == 0 ? "No contestant." :
                $"From {Wording.Bytes(all[0].Contestant.StateBytes)} ({all[0].Contestant.Label}) to "
                + $"{Wording.Bytes(all[^1].Contestant.StateBytes)} ({all[^1].Contestant.Label}), beside "
                + $"{Wording.Count(comparison.Model.Parameters)} parameters.",
            HowToRead = "What the method remembers between steps, in addition to parameters and gradients.",
            Table = new Table(["Contestant", "Bytes per parameter", "Bytes"], [.. all.Select(c => (IReadOnlyList<Cell>)
                [c.Contestant.Label, Cell.Of(c.Contestant.StateBytesPerParameter, Wording.Number), Cell.Of(c.Contestant.StateBytes, Wording.Count)])]),
            Height = plot.Height,
            Draw = plot.Draw,
        };
    }

    private static Chart ToTarget(Comparison comparison, Summary summary, string id, string title, string xTitle,
        Func<ContestantSummary, Spread> spread, Func<ContestantRun, double?> measure, Func<double, string> say, Func<double, string> tick)
    {
        // The quickest first; who did not arrive from every seed has no place among those who did.
        (Contestant Contestant, ContestantSummary Summary, int Index)[] all = [.. ResultCharts.Ranked(comparison, summary)
            .OrderBy(c => c.Summary.Seeds - spread(c.Summary).Count)
            .ThenBy(c => double.IsNaN(spread(c.Summary).Mean) ? double.PositiveInfinity : spread(c.Summary).Mean)];
        var plot = new RowsPlot([.. all.Select(c => new Row(c.Contestant.Label, c.Index, spread(c.Summary).Mean,
            spread(c.Summary).Min, spread(c.Summary).Max, [], c.Summary.SayToTarget(spread(c.Summary), say)))], xTitle)
        { Bars = true, SayX = tick };
        string target = Wording.Share(comparison.Plan.TargetAccuracy);
        return new Chart
        {
            Id = id,
            Title = title,
            Summary = Sentence([.. all.Select(c => (c.Contestant.Label, spread(c.Summary), c.Summary.Seeds))], target, say),
            HowToRead = $"Bar: mean over the seeds that reached {target} validation accuracy. Line: from the lowest to the highest seed. "
                + "The target is looked for at each evaluation, so differences below one evaluation interval do not show.",
            Table = new Table(["Contestant", "Mean", "Lowest seed", "Highest seed", "Seeds that arrived", "Seeds"], [.. all.Select(c => (IReadOnlyList<Cell>)
            [
                c.Contestant.Label, Cell.Of(spread(c.Summary).Mean, say), Cell.Of(spread(c.Summary).Min, say), Cell.Of(spread(c.Summary).Max, say),
                Cell.Of(c.Contestant.Runs.Count(r => measure(r) is not null), Wording.Count), Cell.Of(c.Summary.Seeds, Wording.Count),
            ])]),
            Height = plot.Height,
            Draw = plot.Draw,
        };
    }

    private static string Sentence((string Label, Spread Spread, int Seeds)[] all, string target, Func<double, string> say)
    {
        (string Label, Spread Spread, int Seeds)[] arrived = [.. all.Where(a => a.Seeds > 0 && a.Spread.Count == a.Seeds)];
        string[] late = [.. all.Where(a => a.Seeds == 0 || a.Spread.Count < a.Seeds).Select(a => a.Label)];
        string missed = late.Length > 0 ? $" Not from every seed: {Wording.List(late)}." : "";
        return arrived.Length switch
        {
            0 => $"No contestant reached {target} validation accuracy from every seed.",
            1 => $"Only {arrived[0].Label} reached {target} validation accuracy from every seed, in {say(arrived[0].Spread.Mean)}.",
            _ => $"{arrived[0].Label} reached {target} first ({say(arrived[0].Spread.Mean)}), {arrived[^1].Label} last "
                + $"({say(arrived[^1].Spread.Mean)}).{missed}",
        };
    }
}
