using System.Globalization;
using System.Text;

using Gradus.Lab.Reports.Verdicts;

namespace Gradus.Lab.Reports.Text;

/// <summary>The comparison as comma-separated values (RFC 4180): exact doubles, an empty field where there is no value.</summary>
internal static class Csv
{
    public static string Results(Comparison comparison) => Document(
        ["contestant", "label", "recipe", "seed", "rate", "edgeOfGrid", "trainAccuracy", "testAccuracy", "testLoss", "generalizationGap",
            "stepsToTarget", "secondsToTarget", "divergedAtStep", "stateBytesPerParameter", "stateBytes", "folder"],
        comparison.Contestants.SelectMany(c => c.Runs.Select(r => (object?[])
        [
            c.Key, c.Label, c.Recipe, r.Seed, c.ChosenRate, RateChoice.Edge(c), r.TrainAccuracy, r.TestAccuracy, r.TestLoss, r.GeneralizationGap,
            r.StepsToTarget, r.SecondsToTarget, r.DivergedAtStep, c.StateBytesPerParameter, c.StateBytes, r.Folder,
        ])));

    public static string Curves(Comparison comparison) => Document(
        ["contestant", "seed", "epoch", "step", "seconds", "trainLoss", "trainAccuracy", "validationLoss", "validationAccuracy", "rate"],
        comparison.Contestants.SelectMany(c => c.Runs.SelectMany(r => r.Curve.Select(p => (object?[])
            [c.Key, r.Seed, p.Epoch, p.Step, p.Seconds, p.TrainLoss, p.TrainAccuracy, p.ValidationLoss, p.ValidationAccuracy, p.Rate]))));

    public static string Grid(Comparison comparison) => Document(
        ["contestant", "rate", "seed", "validationAccuracy", "validationLoss", "diverged", "chosen"],
        comparison.Contestants.SelectMany(c => c.Grid.Select(p => (object?[])
            [c.Key, p.Rate, p.Seed, p.ValidationAccuracy, p.ValidationLoss, p.Diverged, p.Rate == c.ChosenRate])));

    private static string Document(string[] header, IEnumerable<object?[]> rows)
    {
        var text = new StringBuilder();
        foreach (object?[] row in rows.Prepend(header))
            text.AppendJoin(',', row.Select(Field)).Append("\r\n");
        return text.ToString();
    }

    private static string Field(object? value) => value switch
    {
        null => "",
        double number => Wording.Exact(number),
        bool flag => flag ? "true" : "false",
        string text when text.AsSpan().IndexOfAny(",\"\r\n") >= 0 => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
