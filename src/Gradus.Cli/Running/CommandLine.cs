namespace Gradus.Cli.Running;

/// <summary>Arguments as somebody would type them.</summary>
internal static class CommandLine
{
    public static string Of(IEnumerable<string> args) => string.Join(' ', args.Select(Quoted).Prepend("gradus"));

    private static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_./=,:+".Contains(c, StringComparison.Ordinal)) ? argument
        : $"\"{argument.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
