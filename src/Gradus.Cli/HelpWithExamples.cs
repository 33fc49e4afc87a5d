using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Gradus.Cli.Commands;

namespace Gradus.Cli;

/// <summary>The usual help, and under it command lines to paste.</summary>
internal sealed class HelpWithExamples(HelpAction usual, IReadOnlyList<string> rootExamples) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        IReadOnlyList<string> examples = (parseResult.CommandResult.Command as Verb)?.Examples ?? rootExamples;
        output.WriteLine("Examples:");
        foreach (string example in examples) output.WriteLine($"  {example}");
        return ExitCode.Done;
    }
}
