namespace Gradus.Lab.Reports.Verdicts;

/// <summary>The result in one or two sentences, no stronger than the evidence.</summary>
internal static class Headline
{
    public static string Of(Comparison comparison, IReadOnlyList<ContestantSummary> ranking)
    {
        if (ranking.Count == 0 || ranking[0].TestAccuracy.Count == 0) return "No contestant finished with a usable result.";
        return $"{Accuracy(ranking)} {Speed(comparison, ranking)}".TrimEnd();
    }

    private static string Accuracy(IReadOnlyList<ContestantSummary> ranking)
    {
        ContestantSummary first = ranking[0];
        if (ranking.Count == 1)
            return $"{first.Label} reached {first.TestAccuracy.SayPercent()} test accuracy; there is nothing to compare it with.";

        string result = $"{first.Label} had the highest test accuracy, {first.TestAccuracy.SayPercent()}";
        if (first.TestAccuracy.Count < 2) return $"{result}; with one seed, luck cannot be told from merit.";

        string[] open = [.. ranking.Skip(1).Where(c => c.AgainstFirst != Separation.FirstAhead).Select(c => c.Label)];
        return open.Length == 0
            ? $"{result}, ahead of every other by more than the spread over {first.TestAccuracy.Count} seeds."
            : $"{result}, but {Wording.Of(first.TestAccuracy.Count, "seed")} cannot separate it from {Wording.List(open)}.";
    }

    private static string Speed(Comparison comparison, IReadOnlyList<ContestantSummary> ranking)
    {
        string target = Wording.Share(comparison.Plan.TargetAccuracy);
        ContestantSummary[] arrived = [.. ranking
            .Where(c => c.Seeds > 0 && c.StepsToTarget.Count == c.Seeds).OrderBy(c => c.StepsToTarget.Mean)];
        if (arrived.Length == 0) return $"No contestant reached {target} validation accuracy from every seed.";
        string mean = arrived[0].Seeds > 1 ? " on average" : "";
        return $"First to {target} validation accuracy was {arrived[0].Label}, after {Wording.Count(arrived[0].StepsToTarget.Mean)} steps{mean}.";
    }
}
