namespace Gradus.Lab.Reports.Verdicts;

/// <summary>Whether the measurements tell two contestants apart.</summary>
public enum Separation
{
    /// <summary>Fewer than two seeds in common: scatter is unknown, so no difference can be judged.</summary>
    TooFewSeeds,

    /// <summary>The difference is smaller than its 95 % interval: no evidence either way.</summary>
    NotSeparated,

    /// <summary>The first is better, by more than the scatter over seeds explains.</summary>
    FirstAhead,

    /// <summary>The second is better, by more than the scatter over seeds explains.</summary>
    SecondAhead,
}

/// <summary>Two contestants' test accuracy, compared seed by seed.</summary>
/// <remarks>Both start each seed from the same weights and see the same batches, so the difference within a seed is
/// the fair measurement; its spread over seeds says how much of it is luck.</remarks>
/// <param name="First">Label of the first contestant.</param>
/// <param name="Second">Label of the second contestant.</param>
/// <param name="Difference">First minus second over the seeds both finished, as fractions.</param>
/// <param name="Separation">The verdict.</param>
public sealed record PairVerdict(string First, string Second, Spread Difference, Separation Separation)
{
    /// <summary>Compares two contestants by a measurement of which more is better.</summary>
    public static PairVerdict Of(Contestant first, Contestant second, Func<ContestantRun, double> measure)
    {
        Spread difference = Paired.Differences(first, second, measure);
        return new PairVerdict(first.Label, second.Label, difference, Paired.Judge(difference));
    }

    /// <summary>The verdict in plain words.</summary>
    public string Sentence => Say("is ahead of");

    /// <summary>The verdict, with the words for "does better than".</summary>
    internal string Say(string relation) => Separation switch
    {
        Separation.TooFewSeeds => $"{First} and {Second} cannot be judged: {Wording.Of(Difference.Count, "seed")} in common.",
        Separation.NotSeparated =>
            $"{First} and {Second} differ by {Wording.Points(Math.Abs(Difference.Mean))}, less than the spread over seeds "
            + $"(± {Wording.Points(Difference.HalfWidth ?? double.NaN)}): no evidence that one is better.",
        Separation.FirstAhead => Better(First, relation, Second),
        _ => Better(Second, relation, First),
    };

    private string Better(string better, string relation, string worse) =>
        $"{better} {relation} {worse} by {Wording.Points(Math.Abs(Difference.Mean))} "
        + $"(± {Wording.Points(Difference.HalfWidth ?? double.NaN)}, {Wording.Of(Difference.Count, "seed")}).";
}
