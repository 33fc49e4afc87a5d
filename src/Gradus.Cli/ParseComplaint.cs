using System.CommandLine;
using System.CommandLine.Parsing;
using Gradus.Metadata;

namespace Gradus.Cli;

/// <summary>What is wrong with a command line, in a sentence that offers what was probably meant.</summary>
internal static class ParseComplaint
{
    public static string Of(ParseResult given)
    {
        Command verb = given.CommandResult.Command;
        string name = verb is RootCommand ? "gradus" : verb.Name;
        string help = verb is RootCommand ? "gradus --help" : $"gradus {verb.Name} --help";
        string complaint = Misplaced(given) is { } option ? Unmatched(verb, name, option)
            : given.UnmatchedTokens is [string token, ..] ? Unmatched(verb, name, token)
            : Missing(given, name) ?? given.Errors[0].Message;
        return $"{complaint} See: {help}";
    }

    /// <summary>An unknown option that was taken for an argument, or null.</summary>
    public static string? Misplaced(ParseResult given) => given.CommandResult.Children.OfType<ArgumentResult>()
        .SelectMany(argument => argument.Tokens)
        .Select(token => token.Value)
        .FirstOrDefault(token => token.StartsWith("--", StringComparison.Ordinal));

    private static string Unmatched(Command verb, string name, string token)
    {
        if (token.StartsWith('-'))
        {
            string[] options = [.. Options(verb)];
            return $"{name} has no option '{token}'. {Spelling.Offer(token, options)}";
        }

        return verb.Subcommands.Count > 0
            ? $"There is no verb '{token}'. {Spelling.Offer(token, [.. verb.Subcommands.Select(command => command.Name)])}"
            : $"'{token}' is one argument too many for {name}; put a text with spaces between quotes.";
    }

    private static string? Missing(ParseResult given, string name)
    {
        ArgumentResult[] arguments = [.. given.CommandResult.Command.Arguments.Select(given.GetResult).OfType<ArgumentResult>()];
        return arguments.FirstOrDefault(a => a.Tokens.Count == 0 && a.Argument.Arity.MinimumNumberOfValues > 0) is { } argument
            ? $"{name} needs {argument.Argument.Name.ToUpperInvariant()}: {argument.Argument.Description}."
            : null;
    }

    private static IEnumerable<string> Options(Command verb) =>
        verb.Options.Concat(verb.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(option => option.Recursive)))
            .Select(option => option.Name);
}
