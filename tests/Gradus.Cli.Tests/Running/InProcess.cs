using System.Text.Json;

namespace Gradus.Cli.Tests.Running;

/// <summary>What a command left behind.</summary>
internal sealed record CliResult(int Code, string Out, string Error)
{
    /// <summary>Standard output as the one JSON document that it must be.</summary>
    public JsonElement Json
    {
        get
        {
            Assert.True(Code == 0, $"exit code {Code}: {Error}");
            using JsonDocument document = JsonDocument.Parse(Out);
            return document.RootElement.Clone();
        }
    }
}

/// <summary>The command line, run in this process.</summary>
internal static class InProcess
{
    public static Task<CliResult> RunAsync(params string[] args) => RunAsync(input: "", args);

    public static async Task<CliResult> RunAsync(string input, string[] args, bool typed = false)
    {
        using StringReader reader = new(input);
        using StringWriter output = new(), error = new();
        int code = await GradusCli.InvokeAsync(args, new(reader, output, error) { InIsTerminal = typed }, TestContext.Current.CancellationToken);
        return new(code, output.ToString(), error.ToString());
    }
}
