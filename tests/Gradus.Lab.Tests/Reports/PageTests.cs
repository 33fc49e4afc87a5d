using System.Globalization;
using System.Text.RegularExpressions;

using Gradus.Lab.Charts;
using Gradus.Lab.Reports;
using Gradus.Lab.Reports.Html;
using Gradus.Lab.Reports.Verdicts;

namespace Gradus.Lab.Tests.Reports;

public sealed partial class PageTests
{
    private const string Hostile = "<script>alert('\"')</script> & `x` | <!-- ]]> é ≥";

    private static readonly Comparison Sample = SampleComparison.Of();
    private static readonly Summary Found = Summary.Of(Sample);
    private static readonly IReadOnlyList<Chart> Charts = ChartSet.Of(Sample, Found);
    private static readonly string Page = HtmlReport.Of(Sample, Found, Charts);

    [Fact]
    public void The_page_asks_nothing_of_the_network()
    {
        Assert.DoesNotContain("http:", Page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https:", Page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(@"\s(src|href)=""(?!#)", Page);
        Assert.DoesNotMatch(@"url\((?!#|data:)|@import|<link|<img|<iframe|fetch\(|XMLHttpRequest|import\(", Page);
        Assert.Contains("default-src 'none'", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_string_is_escaped()
    {
        Comparison hostile = Hostilely(Sample);
        Summary summary = Summary.Of(hostile);
        string page = HtmlReport.Of(hostile, summary, ChartSet.Of(hostile, summary));
        Assert.Single(Regex.Matches(page, "<script"));
        Assert.Single(Regex.Matches(page, "</script"));
        Assert.DoesNotContain("<!-- ]]>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("alert('\"')", page, StringComparison.Ordinal);
    }

    [Fact]
    public void No_two_elements_share_an_id()
    {
        string[] ids = [.. Ids().Matches(Page).Select(m => m.Groups[1].Value)];
        Assert.Equal(ids.Distinct().Count(), ids.Length);
        Assert.All(References().Matches(Page).Select(m => m.Groups[1].Value), id => Assert.Contains(id, ids));
    }

    [Fact]
    public void Every_chart_is_there_in_light_and_in_dark_scales_and_has_a_name()
    {
        string[] pictures = [.. Svgs().Matches(Page).Select(m => m.Value)];
        Assert.Equal(2 * Charts.Count, pictures.Length);
        Assert.All(pictures, svg =>
        {
            Assert.Contains("viewBox=\"0 0 ", svg, StringComparison.Ordinal);
            Assert.Contains("width=\"100%\"", svg, StringComparison.Ordinal);
            Assert.Contains("role=\"img\"", svg, StringComparison.Ordinal);
            Assert.Matches("aria-label=\"[^\"]{20,}\"", svg);
        });
        Assert.Equal(Charts.Count, Regex.Count(Page, "class=\"on-light\""));
        Assert.Equal(Charts.Count, Regex.Count(Page, "class=\"on-dark\""));
    }

    [Fact]
    public void Every_chart_has_a_table_with_its_own_numbers()
    {
        foreach (Chart chart in Charts)
        {
            string figure = Regex.Match(Page, $"<figure id=\"{chart.Id}\">.*?</figure>", RegexOptions.Singleline).Value;
            double[] shown = [.. Numbers().Matches(figure).Select(m => double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))];
            // A row's name is a heading, not a number.
            double[] expected = [.. chart.Table.Rows.SelectMany(r => r.Skip(1)).Where(c => c.Value is not null).Select(c => c.Value!.Value)];
            Assert.NotEmpty(expected);
            Assert.Equal(expected, shown);
        }
    }

    [Fact]
    public void The_table_of_the_accuracy_chart_holds_every_seed()
    {
        Chart chart = Charts.Single(c => c.Id == "test-accuracy");
        double[] numbers = [.. chart.Table.Rows.SelectMany(r => r).Select(c => c.Value).OfType<double>()];
        Assert.All(Sample.Contestants.SelectMany(c => c.Runs), run => Assert.Contains(run.TestAccuracy, numbers));
    }

    [Fact]
    public void Recipes_command_and_versions_are_on_the_page()
    {
        string text = System.Net.WebUtility.HtmlDecode(Page);
        Assert.All(Sample.Contestants, c => Assert.Contains($"<code>{c.Recipe}</code>", text, StringComparison.Ordinal));
        Assert.Contains(Sample.Command, text, StringComparison.Ordinal);
        Assert.Contains(Sample.Machine.Libtorch, text, StringComparison.Ordinal);
        Assert.Contains(Found.Headline, text, StringComparison.Ordinal);
    }

    internal static Comparison Hostilely(Comparison comparison) => comparison with
    {
        Title = Hostile,
        Experiment = Hostile,
        Profile = Hostile,
        Command = Hostile,
        Notes = [Hostile],
        Claim = Claim.OfLectures with { Text = Hostile },
        Data = comparison.Data with { Name = Hostile, Fingerprint = Hostile },
        Model = comparison.Model with { Name = Hostile },
        Machine = comparison.Machine with { Processor = Hostile },
        Contestants = [.. comparison.Contestants.Select(c => c with
        {
            Label = Hostile + c.Key,
            Recipe = Hostile,
            Runs = [.. c.Runs.Select(r => r with { Folder = Hostile })],
        })],
    };

    [GeneratedRegex("\\sid=\"([^\"]+)\"")]
    private static partial Regex Ids();

    [GeneratedRegex("(?:url\\(#|href=\"#)([^)\"]+)")]
    private static partial Regex References();

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Svgs();

    [GeneratedRegex("<data value=\"([^\"]+)\">")]
    private static partial Regex Numbers();
}
