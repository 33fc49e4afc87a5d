namespace Gradus.Lab.Reports.Verdicts;

/// <summary>Holds a published ranking against the measurements.</summary>
internal static class ClaimCheck
{
    public static IReadOnlyList<ClaimVerdict> Of(Claim claim, IReadOnlyList<Contestant> contestants)
    {
        Contestant[] order = [.. claim.FastestFirst
            .Select(key => contestants.FirstOrDefault(c => c.Key == key)).OfType<Contestant>()];
        string[] absent = [.. claim.FastestFirst.Append(claim.BestGeneralization).Distinct()
            .Where(key => contestants.All(c => c.Key != key))];
        if (absent.Length > 0)
            return [new(claim.Text, Outcome.Undecided, [$"Not in this comparison: {Wording.List(absent)}."])];

        Contestant best = contestants.First(c => c.Key == claim.BestGeneralization);
        string ranking = string.Join(" > ", order.Select(c => c.Label));
        return
        [
            Fold($"Speed, in steps to the target accuracy: {ranking}",
                Pairs(order).Select(p => SpeedPart.Of(p.Fast, p.Slow, r => r.StepsToTarget, x => $"{Wording.Count(x)} steps"))),
            Fold($"Speed, in seconds to the target accuracy: {ranking}",
                Pairs(order).Select(p => SpeedPart.Of(p.Fast, p.Slow, r => r.SecondsToTarget, Wording.Seconds))),
            Fold($"{best.Label} generalises best, by test accuracy",
                order.Where(c => c != best).Select(c => Part(best, c, r => r.TestAccuracy, "is ahead of"))),
            Fold($"{best.Label} generalises best, by the smallest gap between training and test accuracy",
                order.Where(c => c != best).Select(c => Part(best, c, r => -r.GeneralizationGap, "has a smaller gap than"))),
        ];
    }

    private static IEnumerable<(Contestant Fast, Contestant Slow)> Pairs(Contestant[] order) =>
        order.SelectMany((fast, i) => order.Skip(i + 1).Select(slow => (fast, slow)));

    private static (Outcome, string) Part(Contestant best, Contestant other, Func<ContestantRun, double> measure, string relation)
    {
        PairVerdict pair = PairVerdict.Of(best, other, measure);
        Outcome outcome = pair.Separation switch
        {
            Separation.FirstAhead => Outcome.Supported,
            Separation.SecondAhead => Outcome.Refuted,
            _ => Outcome.Undecided,
        };
        return (outcome, pair.Say(relation));
    }

    // A ranking is refuted by one part measured the other way round, and supported only by all of its parts.
    private static ClaimVerdict Fold(string statement, IEnumerable<(Outcome Outcome, string Evidence)> parts)
    {
        (Outcome Outcome, string Evidence)[] all = [.. parts];
        Outcome outcome = all.Any(p => p.Outcome == Outcome.Refuted) ? Outcome.Refuted
            : all.Length > 0 && all.All(p => p.Outcome == Outcome.Supported) ? Outcome.Supported
            : Outcome.Undecided;
        return new ClaimVerdict(statement, outcome, [Tally(all), .. all.OrderByDescending(p => p.Outcome).Select(p => p.Evidence)]);
    }

    private static string Tally((Outcome Outcome, string Evidence)[] parts)
    {
        int Count(Outcome outcome) => parts.Count(p => p.Outcome == outcome);
        return $"Of {Wording.Of(parts.Length, "comparison")}, {Count(Outcome.Supported)} came out as claimed, "
            + $"{Count(Outcome.Refuted)} the other way round, {Count(Outcome.Undecided)} undecided.";
    }
}
