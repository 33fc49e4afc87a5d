using System.CommandLine;

namespace Gradus.Cli.Commands;

/// <summary>One verb of the command line, with examples that work when pasted.</summary>
internal abstract class Verb : Command
{
    protected Verb(string name, string description, params IReadOnlyList<string> examples) : base(name, description)
    {
        Examples = examples;
        SetAction(RunAsync);
    }

    /// <summary>Whole command lines, for the help.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>Asks for one JSON document instead of text.</summary>
    protected Option<bool> Json { get; } = new("--json") { Description = "Print one JSON document instead of text" };

    /// <summary>Does the work.</summary>
    /// <returns>The exit code.</returns>
    protected abstract Task<int> RunAsync(ParseResult given, CancellationToken cancellation);
}
