using System.CommandLine;
using Gradus.Cli.Explaining;
using Gradus.Lab.Data;
using Gradus.Lab.Experiments;
using Gradus.Metadata;
using Gradus.Surfaces;

namespace Gradus.Cli.Commands;

/// <summary>What there is, one line each.</summary>
internal sealed class ListVerb : Verb
{
    /// <summary>The topics that are kinds of methods.</summary>
    internal static readonly (string Topic, MethodKind Kind)[] Kinds =
    [
        ("losses", MethodKind.Loss),
        ("optimizers", MethodKind.Optimizer),
        ("penalties", MethodKind.Penalty),
        ("schedules", MethodKind.Schedule),
        ("surfaces", MethodKind.Surface),
        ("wrappers", MethodKind.Wrapper),
    ];

    private static readonly (string Topic, Func<IEnumerable<(string Name, string Summary)>> Lines)[] s_topics =
    [
        .. Kinds.Select(pair => (pair.Topic, (Func<IEnumerable<(string, string)>>)(() => Methods(pair.Kind)))),
        ("experiments", () => Experiment.All.Select(experiment => (experiment.Name, experiment.Summary))),
        ("data", () => DataSets.All.Select(set => (set.Name, set.Description))),
    ];

    private readonly Argument<string?> _topic = new("what")
    {
        Description = string.Join(", ", s_topics.Select(topic => topic.Topic)) + "; everything unless given",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _markdown = new("--markdown") { Description = "The whole reference of losses, optimizers, penalties, schedules, surfaces or wrappers, as a page of Markdown" };
    private readonly CliConsole _console;

    public ListVerb(CliConsole console) : base("list", "What there is, one line each", "gradus list", "gradus list optimizers", "gradus list losses --markdown")
    {
        _console = console;
        Add(_topic);
        Add(_markdown);
        Add(Json);
    }

    protected override Task<int> RunAsync(ParseResult given, CancellationToken cancellation)
    {
        var topics = s_topics.Where(topic => given.GetValue(_topic) is not { } asked || topic.Topic == asked).ToArray();
        if (topics.Length == 0)
        {
            string asked = given.GetValue(_topic)!;
            throw new UsageException($"There is nothing to list under '{asked}'. {Spelling.Offer(asked, [.. s_topics.Select(topic => topic.Topic)])}");
        }

        if (given.GetValue(_markdown)) WriteMarkdown(topics);
        else if (given.GetValue(Json)) WriteJson(topics);
        else WriteText(topics);
        return Task.FromResult(ExitCode.Done);
    }

    private void WriteText((string Topic, Func<IEnumerable<(string Name, string Summary)>> Lines)[] topics)
    {
        int width = topics.Max(topic => topic.Lines().Max(line => line.Name.Length));
        string indent = topics.Length > 1 ? "  " : "";
        foreach ((string topic, Func<IEnumerable<(string Name, string Summary)>> lines) in topics)
        {
            if (topics.Length > 1) _console.Out.WriteLine($"{(topic == topics[0].Topic ? "" : "\n")}{_console.OutInk.Quiet(topic)}");
            foreach ((string name, string summary) in lines())
            {
                _console.Out.WriteLine($"{indent}{_console.OutInk.Bold(name)}{new string(' ', width - name.Length)}  {summary}");
                if (topics.Length == 1 && Catalog.TryFind(MethodKind.Surface, name, out MethodEntry? surface)) WriteLandscape(surface, width + 2);
            }
        }
    }

    /// <summary>Where a surface is shown, where it is lowest, and what it teaches, below its line.</summary>
    private void WriteLandscape(MethodEntry entry, int indent)
    {
        foreach (string line in Columns.Wrap($"{Landscape.Words((ISurface)entry.Create())} {entry.Choose}", _console.Width - indent))
        {
            _console.Out.WriteLine($"{new string(' ', indent)}{_console.OutInk.Quiet(line)}");
        }
    }

    private void WriteMarkdown((string Topic, Func<IEnumerable<(string Name, string Summary)>> Lines)[] topics)
    {
        if (topics is not [(string topic, _)] || Kinds.FirstOrDefault(pair => pair.Topic == topic) is not { Topic: not null } page)
        {
            throw new UsageException($"--markdown prints one page: {string.Join(" or ", Kinds.Select(pair => $"gradus list {pair.Topic} --markdown"))}.");
        }

        foreach (string line in Reference.Page($"{char.ToUpperInvariant(topic[0])}{topic[1..]}", page.Kind, $"gradus list {topic} --markdown")) _console.Out.WriteLine(line);
    }

    private void WriteJson((string Topic, Func<IEnumerable<(string Name, string Summary)>> Lines)[] topics) => _console.Out.WriteJson(json => json.Object(() =>
    {
        foreach ((string topic, Func<IEnumerable<(string Name, string Summary)>> lines) in topics)
        {
            json.List(topic, lines(), line => json.Object(() =>
            {
                json.WriteString("name", line.Name);
                json.WriteString("summary", line.Summary);
                if (!Catalog.TryFind(MethodKind.Surface, line.Name, out MethodEntry? surface)) return;
                Landscape.WriteJson(json, (ISurface)surface.Create());
                json.WriteString("choose", surface.Choose);
            }));
        }
    }));

    private static IEnumerable<(string Name, string Summary)> Methods(MethodKind kind) =>
        Catalog.Of(kind).Select(entry => (entry.Name, entry.Summary));
}
