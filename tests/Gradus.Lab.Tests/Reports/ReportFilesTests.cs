using System.Globalization;

using Gradus.Lab.Reports;

namespace Gradus.Lab.Tests.Reports;

public sealed class ReportFilesTests
{
    [Fact]
    public void Everything_is_written_and_nothing_half_done_is_left()
    {
        using var folder = new Folder();
        ReportFiles files = Report.Write(SampleComparison.Of(), folder.Path);

        Assert.All([files.Html, files.Markdown, files.Json, files.SummaryJson, files.ResultsCsv, files.CurvesCsv, files.GridCsv, .. files.Charts],
            path => Assert.True(new FileInfo(path).Length > 0, path));
        Assert.Equal(18, files.Charts.Count);
        Assert.Empty(Directory.EnumerateFiles(folder.Path, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void Writing_again_replaces_what_was_there()
    {
        using var folder = new Folder();
        Report.Write(SampleComparison.Of(), folder.Path);
        ReportFiles files = Report.Write(SampleComparison.Of() with { Title = "Second edition" }, folder.Path);
        Assert.Contains("Second edition", File.ReadAllText(files.Html), StringComparison.Ordinal);
        Assert.Equal("Second edition", ComparisonJson.Read(File.ReadAllText(files.Json)).Title);
    }

    [Fact]
    public void The_csv_files_have_a_row_for_each_run_epoch_and_trial()
    {
        using var folder = new Folder();
        Comparison sample = SampleComparison.Of();
        ReportFiles files = Report.Write(sample, folder.Path);
        Assert.Equal(1 + 7 * 3, File.ReadAllLines(files.ResultsCsv).Length);
        Assert.Equal(1 + 7 * 3 * 12, File.ReadAllLines(files.CurvesCsv).Length);
        Assert.Equal(1 + 7 * 7, File.ReadAllLines(files.GridCsv).Length);

        string[] first = File.ReadAllLines(files.GridCsv)[1].Split(',');
        Assert.Equal(sample.Contestants[0].Grid[0].ValidationAccuracy, double.Parse(first[3], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_recipe_with_commas_stays_one_field()
    {
        using var folder = new Folder();
        ReportFiles files = Report.Write(SampleComparison.Of(3), folder.Path);
        Assert.Contains("\"crossEntropy | sgd(lr=0.03, momentum=0.9) |", File.ReadAllText(files.ResultsCsv), StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_version_links_only_to_files_that_are_there()
    {
        using var folder = new Folder();
        ReportFiles files = Report.Write(SampleComparison.Of(), folder.Path);
        string[] links = [.. System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(files.Markdown), @"\]\(([^)]+)\)").Select(m => m.Groups[1].Value)];
        Assert.Equal(2 * 9 + 5, links.Length);
        Assert.All(links, link => Assert.True(File.Exists(Path.Combine(folder.Path, link)), link));
    }

    [Fact]
    public void The_text_version_escapes_names()
    {
        using var folder = new Folder();
        ReportFiles files = Report.Write(PageTests.Hostilely(SampleComparison.Of()), folder.Path);
        string outsideCode = System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(files.Markdown), "(?ms)^(`{3,}).*?^\\1$", "");
        Assert.DoesNotContain("<script", outsideCode, StringComparison.Ordinal);
    }
}
