using Microsoft.Playwright;

namespace Gradus.Lab.Tests.Browser;

/// <summary>
/// The Chromium of this machine, started once for a class of tests. GRADUS_CHROMIUM names another one; where there is
/// none, tests are skipped, unless GRADUS_REQUIRE_BROWSER=1 asks that they fail.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] s_places =
    [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];

    private static readonly string? s_path = Environment.GetEnvironmentVariable("GRADUS_CHROMIUM") is { Length: > 0 } named
        ? named
        : s_places.FirstOrDefault(File.Exists);

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (s_path is null) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = s_path, Args = ["--no-sandbox", "--disable-gpu"] });
    }

    /// <summary>A window of its own: no memory, no page of another test.</summary>
    public async Task<IBrowserContext> WindowAsync(BrowserNewContextOptions? options = null)
    {
        const string Advice = "No Chromium was found on this machine; install one (apt-get install chromium), or let GRADUS_CHROMIUM name its program.";
        if (_browser is null)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("GRADUS_REQUIRE_BROWSER") == "1", Advice);
            Assert.Fail(Advice);
        }

        IBrowserContext window = await _browser.NewContextAsync(options);
        // Long, for a busy machine: it is only ever waited out by a test that fails.
        window.SetDefaultTimeout(30_000);
        return window;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
