using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace Gradus.Cli;

/// <summary>Prints the version alone, without the commit that the compiler appends.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    public static string Version { get; } =
        typeof(VersionAction).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"gradus {Version}");
        return ExitCode.Done;
    }
}
