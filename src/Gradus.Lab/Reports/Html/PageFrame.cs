using System.Reflection;
using System.Security.Cryptography;
using System.Text;

using Gradus.Lab.Charts;

namespace Gradus.Lab.Reports.Html;

/// <summary>Head and foot of the page, with style, script and font inside.</summary>
internal static class PageFrame
{
    public static void Open(HtmlWriter html, string title)
    {
        string script = Resource("report.js"), style = Resource("report.css");
        string font = Convert.ToBase64String(ChartFont.Bytes);
        string scriptHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));

        html.Line($"<!DOCTYPE html>");
        html.Line($"<html lang=\"en\">");
        html.Line($"<head>");
        html.Line($"<meta charset=\"utf-8\">");
        // The browser itself is told to fetch nothing and to run no script but this one.
        html.Line($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; font-src data:; script-src 'sha256-{new Markup(scriptHash)}'\">");
        html.Line($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        html.Line($"<meta name=\"color-scheme\" content=\"light dark\">");
        html.Line($"<title>{title}</title>");
        html.Line($"<style>{new Markup(style)}");
        html.Line($"@font-face {{ font-family: 'Gradus Chart'; src: url(data:font/ttf;base64,{new Markup(font)}); }}</style>");
        html.Line($"<script>{new Markup(script)}</script>");
        html.Line($"</head>");
        html.Line($"<body>");
        html.Line($"<a class=\"skip\" href=\"#ranking\">To the ranking</a>");
    }

    public static void Close(HtmlWriter html)
    {
        html.Line($"</main>");
        html.Line($"</body>");
        html.Line($"</html>");
    }

    private static string Resource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Gradus.Lab.Reports.Html.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
