using Gradus.Lab.Reports;
using Gradus.Lab.Reports.Verdicts;

namespace Gradus.Lab.Charts;

/// <summary>The charts of a comparison, in the order they are read.</summary>
public static class ChartSet
{
    public static IReadOnlyList<Chart> Of(Comparison comparison, Summary summary) =>
    [
        ResultCharts.TestAccuracy(comparison, summary),
        CurveCharts.AccuracyByEpoch(comparison),
        CurveCharts.TrainingLossByEpoch(comparison),
        CurveCharts.AccuracyByTime(comparison),
        RateSensitivity.Of(comparison),
        CostCharts.StepsToTarget(comparison, summary),
        CostCharts.SecondsToTarget(comparison, summary),
        ResultCharts.GeneralizationGap(comparison, summary),
        CostCharts.Memory(comparison),
    ];
}
