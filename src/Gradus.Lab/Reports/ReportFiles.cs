namespace Gradus.Lab.Reports;

/// <summary>The paths of everything <see cref="Report.Write"/> wrote.</summary>
public sealed record ReportFiles
{
    /// <summary>One self-contained page: open it in any browser, offline.</summary>
    public required string Html { get; init; }

    /// <summary>The same as text with links to the images in <see cref="Charts"/>.</summary>
    public required string Markdown { get; init; }

    /// <summary>The facts: a <see cref="Comparison"/>.</summary>
    public required string Json { get; init; }

    /// <summary>What was computed from them: a <see cref="Verdicts.Summary"/>.</summary>
    public required string SummaryJson { get; init; }

    /// <summary>One row per contestant and seed.</summary>
    public required string ResultsCsv { get; init; }

    /// <summary>One row per contestant, seed and epoch.</summary>
    public required string CurvesCsv { get; init; }

    /// <summary>One row per contestant, rate and trial.</summary>
    public required string GridCsv { get; init; }

    /// <summary>Each chart as SVG and PNG.</summary>
    public required IReadOnlyList<string> Charts { get; init; }
}
