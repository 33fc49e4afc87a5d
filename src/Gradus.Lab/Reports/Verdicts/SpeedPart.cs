namespace Gradus.Lab.Reports.Verdicts;

/// <summary>Whether one contestant reached the target before another. A target that was not reached is no number,
/// yet it is evidence: who always arrives is faster than who never does.</summary>
internal static class SpeedPart
{
    public static (Outcome Outcome, string Evidence) Of(
        Contestant fast, Contestant slow, Func<ContestantRun, double?> cost, Func<double, string> say)
    {
        (double? Fast, double? Slow)[] seeds =
            [.. Paired.Runs(fast, slow).Select(p => (cost(p.First), cost(p.Second)))];
        int n = seeds.Length, fastArrived = seeds.Count(s => s.Fast is not null), slowArrived = seeds.Count(s => s.Slow is not null);
        string pair = $"{fast.Label} and {slow.Label}";

        if (n < 2) return (Outcome.Undecided, $"{pair} cannot be judged: {Wording.Of(n, "seed")} in common.");
        if (fastArrived == n && slowArrived == n) return Measured(fast, slow, seeds, say);
        if (fastArrived == n && slowArrived == 0) return (Outcome.Supported, Only(fast, slow, n));
        if (slowArrived == n && fastArrived == 0) return (Outcome.Refuted, Only(slow, fast, n));
        return (Outcome.Undecided,
            $"{pair} cannot be told apart: the target was reached from {fastArrived} and {slowArrived} of {Wording.Of(n, "seed")}.");
    }

    private static (Outcome, string) Measured(
        Contestant fast, Contestant slow, (double? Fast, double? Slow)[] seeds, Func<double, string> say)
    {
        Spread saved = Spread.Of(seeds.Select(s => s.Slow!.Value - s.Fast!.Value));
        string means = $"{fast.Label} took {say(seeds.Average(s => s.Fast!.Value))}, {slow.Label} {say(seeds.Average(s => s.Slow!.Value))}";
        return Paired.Judge(saved) switch
        {
            Separation.FirstAhead => (Outcome.Supported, $"{means}: as claimed."),
            Separation.SecondAhead => (Outcome.Refuted, $"{means}: the other way round."),
            _ => (Outcome.Undecided, $"{means}: a difference within the spread over seeds."),
        };
    }

    private static string Only(Contestant arrived, Contestant never, int n) =>
        $"{arrived.Label} reached the target from all {n} seeds, {never.Label} from none.";
}
