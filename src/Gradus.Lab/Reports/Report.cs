using Gradus.Lab.Charts;
using Gradus.Lab.Reports.Html;
using Gradus.Lab.Reports.Text;
using Gradus.Lab.Reports.Verdicts;

namespace Gradus.Lab.Reports;

/// <summary>Turns a comparison into files for people and programs.</summary>
public static class Report
{
    /// <summary>Writes <c>results.json</c>, <c>summary.json</c>, <c>results.csv</c>, <c>curves.csv</c>, <c>grid.csv</c>,
    /// <c>charts/</c>, <c>report.md</c> and <c>report.html</c>, each replaced as a whole.</summary>
    /// <param name="comparison">The measurements.</param>
    /// <param name="folder">Where to; made if it is not there.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="ArgumentException">Two contestants have the same key.</exception>
    public static ReportFiles Write(Comparison comparison, string folder)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        RefuseSharedKeys(comparison);

        Summary summary = Summary.Of(comparison);
        Directory.CreateDirectory(Path.Combine(folder, "charts"));
        string At(params string[] names) => Path.Combine([folder, .. names]);

        // Facts first: should anything below fail, hours of measuring are safe.
        string json = AtomicFile.Write(At("results.json"), ComparisonJson.Write(comparison));
        string summaryJson = AtomicFile.Write(At("summary.json"), ComparisonJson.Write(summary));
        string results = AtomicFile.Write(At("results.csv"), Csv.Results(comparison));
        string curves = AtomicFile.Write(At("curves.csv"), Csv.Curves(comparison));
        string grid = AtomicFile.Write(At("grid.csv"), Csv.Grid(comparison));

        IReadOnlyList<Chart> charts = ChartSet.Of(comparison, summary);
        string[] images = [.. charts.SelectMany(chart => new[]
        {
            AtomicFile.Write(At("charts", chart.Id + ".svg"), chart.Svg(Theme.Light)),
            AtomicFile.Write(At("charts", chart.Id + ".png"), chart.Png(Theme.Light)),
        })];
        return new ReportFiles
        {
            Markdown = AtomicFile.Write(At("report.md"), MarkdownReport.Of(comparison, summary, charts)),
            Html = AtomicFile.Write(At("report.html"), HtmlReport.Of(comparison, summary, charts)),
            Json = json,
            SummaryJson = summaryJson,
            ResultsCsv = results,
            CurvesCsv = curves,
            GridCsv = grid,
            Charts = images,
        };
    }

    private static void RefuseSharedKeys(Comparison comparison)
    {
        string[] shared = [.. comparison.Contestants.GroupBy(c => c.Key).Where(g => g.Count() > 1).Select(g => g.Key)];
        if (shared.Length > 0)
            throw new ArgumentException($"Each contestant needs a key of its own; given more than once: {string.Join(", ", shared)}.", nameof(comparison));
    }
}
