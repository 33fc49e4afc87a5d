using System.CommandLine;
using Gradus.Cli.Checks;
using Gradus.Torch.Native;

namespace Gradus.Cli.Commands;

/// <summary>Looks at everything that training and reports need.</summary>
internal sealed class DoctorVerb : Verb
{
    private readonly CliConsole _console;

    public DoctorVerb(CliConsole console) : base("doctor", "Checks the installation and says how to mend it", "gradus doctor", "gradus doctor --json")
    {
        _console = console;
        Add(Json);
    }

    protected override Task<int> RunAsync(ParseResult given, CancellationToken cancellation)
    {
        NativeCheck[] checks = [.. Surroundings.Versions(), .. TorchNatives.Inspect().Checks, .. Surroundings.Checks()];
        bool failed = checks.Any(check => check.Outcome == CheckOutcome.Failed);
        if (given.GetValue(Json)) WriteJson(checks, failed);
        else WriteText(checks, failed);
        return Task.FromResult(failed ? ExitCode.Failed : ExitCode.Done);
    }

    private void WriteText(NativeCheck[] checks, bool failed)
    {
        int widest = checks.Max(check => check.Name.Length);
        foreach (NativeCheck check in checks)
        {
            string indent = new(' ', widest + 4);
            string[] lines = [.. Columns.Wrap(check.Finding, _console.Width - indent.Length), .. check.Remedy is { } remedy ? Columns.Wrap($"→ {remedy}", _console.Width - indent.Length) : []];
            _console.Out.WriteLine($"{Mark(check.Outcome)} {check.Name.PadRight(widest)}  {lines[0]}");
            foreach (string line in lines.Skip(1)) _console.Out.WriteLine(indent + line);
        }

        int warnings = checks.Count(check => check.Outcome == CheckOutcome.Warning);
        _console.Out.WriteLine();
        _console.Out.WriteLine(failed ? "Something does not work; the arrows say how to mend it."
            : warnings > 0 ? "Everything works; the arrows say what could be better." : "Everything works.");
    }

    private string Mark(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Ok => _console.OutInk.Good("✓"),
        CheckOutcome.Warning => _console.OutInk.Doubtful("!"),
        _ => _console.OutInk.Bad("✗"),
    };

    private void WriteJson(NativeCheck[] checks, bool failed) => _console.Out.WriteJson(json => json.Object(() =>
    {
        json.WriteBoolean("works", !failed);
        json.List("checks", checks, check => json.Object(() =>
        {
            json.WriteString("name", check.Name);
            json.WriteString("outcome", check.Outcome.ToString().ToLowerInvariant());
            json.WriteString("finding", check.Finding);
            json.WriteString("remedy", check.Remedy);
        }));
    }));
}
