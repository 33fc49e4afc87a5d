using Microsoft.Playwright;

namespace Gradus.Lab.Tests.Browser;

/// <summary>A report opened from its file, with everything the browser asked for and complained of.</summary>
internal sealed class OpenReport : IAsyncDisposable
{
    private readonly IBrowserContext _window;

    private OpenReport(IBrowserContext window, IPage page)
    {
        _window = window;
        Page = page;
    }

    public IPage Page { get; }

    public List<string> Requests { get; } = [];

    public List<string> Complaints { get; } = [];

    public static async Task<OpenReport> AtAsync(Chromium chromium, string file, BrowserNewContextOptions? options = null)
    {
        IBrowserContext window = await chromium.WindowAsync(options);
        OpenReport report = new(window, await window.NewPageAsync());
        report.Page.Request += (_, request) => report.Requests.Add(request.Url);
        report.Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") report.Complaints.Add(message.Text);
        };
        report.Page.PageError += (_, error) => report.Complaints.Add(error);
        await report.Page.GotoAsync(new Uri(file).AbsoluteUri);
        return report;
    }

    /// <summary>The colours that carry the appearance: of the page, its text and its cards.</summary>
    public Task<string> ColoursAsync() => Page.EvaluateAsync<string>(
        "() => [document.body, document.querySelector('figure')].map(e => getComputedStyle(e).backgroundColor + getComputedStyle(e).color).join()");

    /// <summary>The size, in pixels, of every chart that is shown.</summary>
    public Task<float[][]> ChartsAsync() => Page.EvaluateAsync<float[][]>(
        "() => [...document.querySelectorAll('figure svg')].map(e => e.getBoundingClientRect()).filter(b => b.width > 0).map(b => [b.width, b.height])");

    public async ValueTask DisposeAsync() => await _window.DisposeAsync();
}
