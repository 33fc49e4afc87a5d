using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text.Json;
using Gradus.Cli.Commands;
using Gradus.Torch.Native;

namespace Gradus.Cli;

/// <summary>The whole command line as a function of its arguments and streams.</summary>
internal static class GradusCli
{
    private static readonly string[] s_examples =
    [
        "gradus explain \"huber(delta=5)\"",
        "gradus trace \"adamw(lr=0.05)\" --surface rosenbrock --start -1.2,1 --steps 50",
    ];

    /// <summary>Carries out one command.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> InvokeAsync(IReadOnlyList<string> args, CliConsole console, CancellationToken cancellation = default)
    {
        Option<bool> verbose = new("--verbose") { Description = "Show where an unexpected error came from", Recursive = true };
        RootCommand root = Root(args, console);
        root.Add(verbose);
        ParseResult given = root.Parse(args.Count == 0 ? ["--help"] : args, new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        try
        {
            if (given.Action is null or ParseErrorAction || (given.Errors.Count == 0 && ParseComplaint.Misplaced(given) is not null)) throw new UsageException(ParseComplaint.Of(given));
            return await given.InvokeAsync(
                new() { Output = console.Out, Error = console.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
                cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            console.Error.WriteLine("Stopped.");
            return ExitCode.Interrupted;
        }
#pragma warning disable CA1031 // The outermost door: whatever it is, people get a sentence.
        catch (Exception e)
#pragma warning restore CA1031
        {
            int code = Complain(e, console);
            if (given.GetValue(verbose)) console.Error.WriteLine(e);
            return code;
        }
    }

    private static RootCommand Root(IReadOnlyList<string> args, CliConsole console)
    {
        RootCommand root = new("Loss functions, optimizers and learning-rate schedules: look them up, try them out, compare them.")
        {
            new ListVerb(console),
            new ExplainVerb(console),
            new LossVerb(console),
            new TraceVerb(console),
            new ScheduleVerb(console),
            new RunVerb(console, args),
            new BenchVerb(console),
            new DoctorVerb(console),
        };
        root.HelpName = "gradus";
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!, s_examples);
        VersionOption version = root.Options.OfType<VersionOption>().Single();
        version.Action = new VersionAction();
        return root;
    }

    private static int Complain(Exception error, CliConsole console)
    {
        string head = console.ErrorInk.Bad("error:");
        switch (error)
        {
            case RecipeException recipe:
                console.Error.WriteLine($"{head} {recipe.Complaint}");
                console.Error.WriteLine(string.Join('\n', recipe.Pointer.Split('\n').Select(line => "  " + line)));
                return ExitCode.Usage;
            case UsageException:
                console.Error.WriteLine($"{head} {error.Message}");
                return ExitCode.Usage;
            case TorchUnavailableException or Lab.Data.DataSetException or IOException or UnauthorizedAccessException or JsonException:
                console.Error.WriteLine($"{head} {error.Message}");
                return ExitCode.Failed;
            default:
                console.Error.WriteLine($"{head} {error.Message.ReplaceLineEndings(" ")} This should not happen; --verbose shows where it came from.");
                return ExitCode.Failed;
        }
    }
}
