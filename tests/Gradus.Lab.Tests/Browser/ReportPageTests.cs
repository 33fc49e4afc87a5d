using Gradus.Lab.Charts;
using Gradus.Lab.Reports;
using Gradus.Lab.Reports.Verdicts;
using Gradus.Lab.Tests.Data;
using Gradus.Lab.Tests.Reports;
using Microsoft.Playwright;

namespace Gradus.Lab.Tests.Browser;

/// <summary>The files of one report, and of one whose every name is as long and as hostile as it gets.</summary>
public sealed class WrittenReports : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public WrittenReports()
    {
        Comparison sample = SampleComparison.Of();
        ChartCount = ChartSet.Of(sample, Summary.Of(sample)).Count;
        Usual = Report.Write(sample, _folder.File("usual")).Html;
        Hostile = Report.Write(PageTests.Hostilely(sample), _folder.File("hostile")).Html;
    }

    public int ChartCount { get; }

    public string Usual { get; }

    public string Hostile { get; }

    public void Dispose() => _folder.Dispose();
}

public sealed class ReportPageTests(Chromium chromium, WrittenReports reports) : IClassFixture<Chromium>, IClassFixture<WrittenReports>
{
    private static readonly BrowserNewContextOptions s_dark = new() { ColorScheme = ColorScheme.Dark };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_page_asks_for_nothing_but_itself_and_complains_of_nothing(bool hostile)
    {
        string file = hostile ? reports.Hostile : reports.Usual;
        await using OpenReport report = await OpenReport.AtAsync(chromium, file);
        await report.Page.Locator("#theme").ClickAsync();
        foreach (ILocator summary in await report.Page.Locator("summary").AllAsync()) await summary.ClickAsync();
        await report.Page.EvaluateAsync("() => document.fonts.ready.then(() => null)");
        Assert.Equal([new Uri(file).AbsoluteUri], report.Requests.Where(url => !url.StartsWith("data:", StringComparison.Ordinal)));
        Assert.Empty(report.Complaints);
    }

    [Fact]
    public async Task The_browser_refuses_whatever_would_fetch()
    {
        await using OpenReport report = await OpenReport.AtAsync(chromium, reports.Usual);
        Assert.Equal("refused", await report.Page.EvaluateAsync<string>("() => fetch(location.href).then(() => 'fetched', () => 'refused')"));
        Assert.True(await report.Page.EvaluateAsync<bool>("() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s); return window.ran === undefined; }"));
    }

    [Fact]
    public async Task The_font_of_the_charts_is_in_the_page()
    {
        await using OpenReport report = await OpenReport.AtAsync(chromium, reports.Usual);
        Assert.True(await report.Page.EvaluateAsync<bool>("() => document.fonts.load(\"16px 'Gradus Chart'\").then(found => found.length === 1)"));
    }

    [Fact]
    public async Task The_appearance_changes_at_a_click_and_stays_after_reloading()
    {
        await using OpenReport report = await OpenReport.AtAsync(chromium, reports.Usual);
        ILocator button = report.Page.Locator("#theme");
        string light = await report.ColoursAsync();
        Assert.Equal("Dark appearance", await button.TextContentAsync());

        await button.ClickAsync();
        string dark = await report.ColoursAsync();
        Assert.NotEqual(light, dark);
        Assert.Equal("Light appearance", await button.TextContentAsync());

        await report.Page.ReloadAsync();
        Assert.Equal(dark, await report.ColoursAsync());
        await report.Page.Locator("#theme").ClickAsync();
        Assert.Equal(light, await report.ColoursAsync());
    }

    [Fact]
    public async Task The_appearance_follows_the_system_until_one_is_chosen()
    {
        await using OpenReport report = await OpenReport.AtAsync(chromium, reports.Usual);
        string light = await report.ColoursAsync();
        await report.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        string dark = await report.ColoursAsync();
        Assert.NotEqual(light, dark);
        Assert.Equal("Light appearance", await report.Page.Locator("#theme").TextContentAsync());

        await report.Page.Locator("#theme").ClickAsync();
        Assert.Equal(light, await report.ColoursAsync());
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Every_chart_is_shown_once_in_either_appearance(ColorScheme scheme)
    {
        await using OpenReport report = await OpenReport.AtAsync(chromium, reports.Usual, new() { ColorScheme = scheme });
        for (int i = 0; i < 2; i++)
        {
            float[][] charts = await report.ChartsAsync();
            Assert.Equal(reports.ChartCount, charts.Length);
            Assert.All(charts, size => Assert.True(size[0] > 300 && size[1] > 100, $"{size[0]} × {size[1]}"));
            await report.Page.Locator("#theme").ClickAsync();
        }
    }

    [Fact]
    public async Task Each_chart_s_table_opens_by_keyboard()
    {
        await using OpenReport report = await OpenReport.AtAsync(chromium, reports.Usual);
        IReadOnlyList<ILocator> figures = await report.Page.Locator("figure").AllAsync();
        Assert.Equal(reports.ChartCount, figures.Count);
        foreach (ILocator figure in figures)
        {
            ILocator table = figure.Locator("table");
            Assert.False(await table.IsVisibleAsync());
            await figure.Locator("summary").FocusAsync();
            await report.Page.Keyboard.PressAsync("Enter");
            Assert.True(await table.IsVisibleAsync());
            Assert.True(await table.Locator("tbody tr").CountAsync() > 0);
        }
    }

    [Fact]
    public async Task Everything_that_can_be_pressed_is_reached_by_tab_in_order()
    {
        await using OpenReport report = await OpenReport.AtAsync(chromium, reports.Usual);
        List<string> reached = [];
        for (int i = 0; i < 4; i++)
        {
            await report.Page.Keyboard.PressAsync("Tab");
            reached.Add(await report.Page.EvaluateAsync<string>("() => document.activeElement.textContent"));
        }

        Assert.Equal(["To the ranking", "Dark appearance", "Ranking", "Warnings"], reached);
    }

    [Fact]
    public async Task Copying_a_table_copies_exact_numbers()
    {
        await using OpenReport report = await OpenReport.AtAsync(chromium, reports.Usual, new() { Permissions = ["clipboard-read", "clipboard-write"] });
        ILocator figure = report.Page.Locator("figure#test-accuracy");
        await figure.Locator("summary").ClickAsync();
        ILocator copy = figure.Locator("button.copy");
        Assert.Equal("Copied", await AnswerAsync(report.Page, copy));

        string[] lines = (await report.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()")).Split('\n');
        Assert.Equal(1 + await figure.Locator("tbody tr").CountAsync(), lines.Length);
        double accuracy = SampleComparison.Of().Contestants[0].Runs[0].TestAccuracy;
        Assert.Contains(accuracy.ToString("R", System.Globalization.CultureInfo.InvariantCulture), string.Join(',', lines), StringComparison.Ordinal);
        await Assertions.Expect(copy).ToHaveTextAsync("Copy as CSV, exact");
    }

    [Fact]
    public async Task Copying_a_recipe_copies_what_the_notation_reads()
    {
        await using OpenReport report = await OpenReport.AtAsync(chromium, reports.Usual, new() { Permissions = ["clipboard-read", "clipboard-write"] });
        Assert.Equal("Copied", await AnswerAsync(report.Page, report.Page.Locator("#recipes button.copy").First));
        Assert.Equal(SampleComparison.Of().Contestants[0].Recipe, await report.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
    }

    [Fact]
    public async Task Where_copying_is_not_allowed_the_button_says_so()
    {
        await using OpenReport report = await OpenReport.AtAsync(chromium, reports.Usual);
        await report.Page.EvaluateAsync("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }");
        ILocator copy = report.Page.Locator("#recipes button.copy").First;
        Assert.Equal("Not allowed here", await AnswerAsync(report.Page, copy));
        Assert.Empty(report.Complaints);
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    [InlineData(1920)]
    public async Task No_page_is_wider_than_its_window(int width)
    {
        foreach (string file in new[] { reports.Usual, reports.Hostile })
        {
            await using OpenReport report = await OpenReport.AtAsync(chromium, file, new() { ViewportSize = new() { Width = width, Height = 900 } });
            foreach (ILocator summary in await report.Page.Locator("summary").AllAsync()) await summary.ClickAsync();
            Assert.Equal(width, await report.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        }
    }

    [Fact]
    public async Task Paper_gets_no_buttons_and_light_charts_whatever_was_chosen()
    {
        await using OpenReport report = await OpenReport.AtAsync(chromium, reports.Usual, s_dark);
        await report.Page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.Equal(0, await report.Page.Locator("button:visible, nav:visible").CountAsync());
        Assert.Equal(reports.ChartCount, (await report.ChartsAsync()).Length);
        Assert.Equal(0, await report.Page.Locator(".on-dark:visible").CountAsync());
        Assert.Equal("rgb(255, 255, 255)", await report.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor"));
    }

    [Fact]
    public async Task Without_scripts_the_whole_report_is_there()
    {
        await using OpenReport report = await OpenReport.AtAsync(chromium, reports.Usual, new() { JavaScriptEnabled = false });
        Assert.Equal(0, await report.Page.Locator("button:visible").CountAsync());
        Assert.Equal(reports.ChartCount, await report.Page.Locator("figure svg:visible").CountAsync());
        Assert.Equal(7, await report.Page.Locator("#ranking tbody tr").CountAsync());
    }

    [Fact]
    public async Task Hostile_names_run_nothing()
    {
        IBrowserContext window = await chromium.WindowAsync();
        await using (window)
        {
            IPage page = await window.NewPageAsync();
            bool alerted = false;
            page.Dialog += (_, dialog) =>
            {
                alerted = true;
                _ = dialog.DismissAsync();
            };
            await page.GotoAsync(new Uri(reports.Hostile).AbsoluteUri);
            await page.Locator("#theme").ClickAsync();
            Assert.False(alerted);
            Assert.Contains("<script>alert(", await page.Locator("h1").TextContentAsync(), StringComparison.Ordinal);
        }
    }

    /// <summary>Presses a button and returns what it then says, be it only for a second.</summary>
    private static async Task<string> AnswerAsync(IPage page, ILocator button)
    {
        await button.EvaluateAsync("e => { window.answers = []; new MutationObserver(() => window.answers.push(e.textContent)).observe(e, { childList: true }); }");
        await button.ClickAsync();
        await page.WaitForFunctionAsync("() => window.answers.length > 0");
        return await page.EvaluateAsync<string>("() => window.answers[0]");
    }
}
