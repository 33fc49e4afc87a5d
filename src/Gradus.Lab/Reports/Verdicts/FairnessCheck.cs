namespace Gradus.Lab.Reports.Verdicts;

/// <summary>One condition of a fair comparison, and whether the recorded facts bear it out.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Holds">Whether the facts show it; null when the facts cannot show it.</param>
/// <param name="Detail">What the facts say.</param>
public sealed record FairnessCheck(string Condition, bool? Holds, string Detail)
{
    /// <summary>Checks everything that the record of a comparison can show.</summary>
    public static IReadOnlyList<FairnessCheck> All(Comparison comparison) =>
    [
        SameFor(comparison, "Every contestant was offered the same learning rates",
            c => string.Join(", ", c.Grid.Select(p => p.Rate).Distinct().Order().Select(r => Wording.Rate(r)))),
        BestWasTaken(comparison),
        new("The test set was not looked at until the rates were fixed", null, "By construction: the search for rates is given no test data."),
        SameFor(comparison, "Every contestant ran from the same seeds",
            c => string.Join(", ", c.Runs.Select(r => r.Seed).Order())),
        SamePerSeed(comparison, "Every contestant started each seed from the same weights", r => r.InitialWeights),
        SamePerSeed(comparison, "Every contestant saw the same batches in the same order", r => r.BatchOrder),
        SameLength(comparison),
        new("Model, data, loss, batch size and schedule are one setting for all", null, "By construction: see Setting."),
        TestResolution(comparison.Data),
    ];

    private static FairnessCheck SameFor(Comparison comparison, string condition, Func<Contestant, string> fact)
    {
        string[] facts = [.. comparison.Contestants.Select(fact).Distinct()];
        return facts.Length switch
        {
            0 => new(condition, null, "There are no contestants."),
            1 => new(condition, true, facts[0].Length == 0 ? "None." : $"{facts[0]}."),
            _ => new(condition, false, $"They differ: {string.Join(" / ", facts)}."),
        };
    }

    private static FairnessCheck BestWasTaken(Comparison comparison)
    {
        string[] others = [.. comparison.Contestants.Where(c => c.ChosenRate != RateChoice.Best(c.Grid)).Select(c => c.Label)];
        return new("Every chosen rate is the best of its grid on validation data", others.Length == 0,
            others.Length == 0
                ? $"Chosen on {Wording.Count(comparison.Data.Validation)} validation examples, confirmed on {Wording.Count(comparison.Data.Test)} test examples."
                : $"Not the best rate of the grid: {Wording.List(others)}.");
    }

    private static FairnessCheck SamePerSeed(Comparison comparison, string condition, Func<ContestantRun, string?> hash)
    {
        ContestantRun[] runs = [.. comparison.Contestants.SelectMany(c => c.Runs)];
        if (runs.Length == 0 || runs.Any(r => hash(r) is null))
            return new(condition, null, "Fingerprints were not recorded for every run.");
        long[] mixed = [.. runs.GroupBy(r => r.Seed).Where(g => g.Select(hash).Distinct().Count() > 1).Select(g => g.Key)];
        return mixed.Length == 0
            ? new(condition, true, $"Fingerprints agree within each of {Wording.Of(runs.DistinctBy(r => r.Seed).Count(), "seed")}.")
            : new(condition, false, $"Fingerprints differ within seed {string.Join(", ", mixed)}.");
    }

    private static FairnessCheck SameLength(Comparison comparison)
    {
        long[] steps = [.. comparison.Contestants.SelectMany(c => c.Runs)
            .Where(r => !r.Diverged && r.Curve.Count > 0).Select(r => r.Curve[^1].Step).Distinct().Order()];
        const string condition = "Every contestant took the same number of steps";
        return steps.Length switch
        {
            0 => new(condition, null, "No run finished."),
            1 => new(condition, true,
                $"{Wording.Of(comparison.Plan.Epochs, "epoch")}, {Wording.Count(steps[0])} steps, batches of {comparison.Plan.BatchSize}."),
            _ => new(condition, false, $"Runs that did not diverge took from {Wording.Count(steps[0])} to {Wording.Count(steps[^1])} steps."),
        };
    }

    // A finite test set is itself a sample: two binomial standard errors at 90 % accuracy give the order of its grain.
    private static FairnessCheck TestResolution(DataFacts data) => new(
        "A finite test set blurs every result by its own chance", null,
        data.Test > 0
            ? $"One of {Wording.Count(data.Test)} examples is {Wording.Points(1.0 / data.Test)}; at 90% accuracy another test set of this size "
              + $"would move any result by about ± {Wording.Points(1.96 * Math.Sqrt(0.09 / data.Test))}."
            : "The size of the test set was not recorded.");
}
