using System.CommandLine;
using System.Text.Json;
using Gradus.Algebra;
using Gradus.Cli.Explaining;
using Gradus.Losses;
using Gradus.Metadata;
using Gradus.Surfaces;

namespace Gradus.Cli.Commands;

/// <summary>What a method computes, when to choose it, and where it comes from.</summary>
internal sealed class ExplainVerb : Verb
{
    private readonly Argument<string> _spec = new("spec") { Description = "a loss, penalty, optimizer, wrapper, schedule or surface, a recipe of several, or a formula: in p and y a loss, in x and y a surface" };
    private readonly Option<bool> _latex = new("--latex") { Description = "Print the formulas alone, as LaTeX" };
    private readonly CliConsole _console;

    public ExplainVerb(CliConsole console) : base(
        "explain",
        "Formula, parameters, when to choose it, other frameworks' conventions, source",
        "gradus explain \"huber(delta=5)\"",
        "gradus explain adamw --latex",
        "gradus explain \"adamw with clipNorm(1)\"",
        "gradus explain rosenbrock",
        "gradus explain \"where(abs(p-y) < 1, (p-y)^2, 2*abs(p-y)-1)\"",
        "gradus explain \"crossEntropy | sgd(momentum=0.9) | warmup(500) then cosine\"")
    {
        _console = console;
        Add(_spec);
        Add(_latex);
        Add(Json);
    }

    protected override Task<int> RunAsync(ParseResult given, CancellationToken cancellation)
    {
        IReadOnlyList<IMethod> parts = Parts.Read(given.GetValue(_spec)!);
        if (given.GetValue(Json)) WriteJson(parts);
        else if (given.GetValue(_latex)) WriteLatex(parts);
        else WriteText(parts);
        return Task.FromResult(ExitCode.Done);
    }

    private void WriteLatex(IReadOnlyList<IMethod> parts)
    {
        foreach (string line in parts.SelectMany(Reference.Mathematics)) _console.Out.WriteLine(line);
    }

    private void WriteText(IReadOnlyList<IMethod> parts)
    {
        foreach (IMethod part in parts)
        {
            if (part != parts[0]) _console.Out.WriteLine();
            MethodEntry? entry = Catalog.Find(part);
            _console.Out.WriteLine($"{_console.OutInk.Bold(Text(part))}  {Summary(part, entry)}");
            _console.Out.WriteLine();
            foreach (string line in Formulas.Of(part, FormulaStyle.Unicode).SelectMany(line => Columns.Wrap(line, _console.Width - 2, indent: 2)))
            {
                _console.Out.WriteLine($"  {line}");
            }

            if (part is IPointwiseLoss loss)
            {
                Section("Watch out", LossInspection.Of(loss).SelectMany(warning => Columns.Wrap(warning.Text, _console.Width - 2, indent: 2)));
            }

            if (part is ISurface surface)
            {
                Section("Domain", [Landscape.Domain(surface, FormulaStyle.Unicode)]);
                Section("Minima", [.. Landscape.Minima(surface, FormulaStyle.Unicode).DefaultIfEmpty(Landscape.WithoutMinima(surface))]);
            }

            if (entry is not null) WriteEntry(part, entry);
        }
    }

    private void WriteEntry(IMethod part, MethodEntry entry)
    {
        Section("Parameters", Columns.Align([.. entry.Parameters.Select(p => (IReadOnlyList<string>)
            [p.Name, $"= {Shown(p.ReadText(part))}", p.IsRequired ? "required" : $"default {Shown(p.DefaultText)}", p.Expected, p.Meaning])]));
        Section(entry.Kind == MethodKind.Surface ? "What it teaches" : "When to choose it", Columns.Wrap(entry.Choose, _console.Width - 2));
        int widest = entry.Conventions.Select(c => c.Framework.Length).DefaultIfEmpty(0).Max() + 2;
        Section("Elsewhere", entry.Conventions.SelectMany(c => Columns.Wrap($"{c.Framework.PadRight(widest).Replace(' ', '\u00a0')}{c.Says}", _console.Width - 2, widest))
            .Select(line => line.Replace('\u00a0', ' ')));
        Section("Source", Columns.Wrap(entry.Source, _console.Width - 2));
    }

    private void Section(string heading, IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        if (all.Length == 0) return;
        _console.Out.WriteLine();
        _console.Out.WriteLine(_console.OutInk.Quiet(heading));
        foreach (string line in all) _console.Out.WriteLine($"  {line}");
    }

    private void WriteJson(IReadOnlyList<IMethod> parts) => _console.Out.WriteJson(json =>
    {
        if (parts.Count == 1)
        {
            WriteJson(json, parts[0]);
            return;
        }

        json.Object(() => json.List("parts", parts, part => WriteJson(json, part)));
    });

    private static void WriteJson(Utf8JsonWriter json, IMethod part) => json.Object(() =>
    {
        MethodEntry? entry = Catalog.Find(part);
        json.WriteString("kind", (entry?.Kind ?? (part is ILoss ? MethodKind.Loss : MethodKind.Surface)).ToString().ToLowerInvariant());
        json.WriteString("name", entry?.Name ?? Text(part));
        json.WriteString("spec", Text(part));
        json.WriteString("summary", Summary(part, entry));
        json.List("formula", Formulas.Of(part, FormulaStyle.Unicode), json.WriteStringValue);
        json.List("latex", Formulas.Of(part, FormulaStyle.Latex), json.WriteStringValue);
        if (part is IPointwiseLoss loss)
        {
            json.List("warnings", LossInspection.Of(loss), warning => json.Object(() =>
            {
                json.WriteString("problem", JsonNamingPolicy.CamelCase.ConvertName(warning.Problem.ToString()));
                json.WriteString("text", warning.Text);
            }));
        }

        if (part is ISurface surface) Landscape.WriteJson(json, surface);
        json.List("parameters", entry?.Parameters ?? [], parameter => WriteJson(json, parameter, part));
        json.WriteString("choose", entry?.Choose ?? "");
        json.List("conventions", entry?.Conventions ?? [], convention => json.Object(() =>
        {
            json.WriteString("framework", convention.Framework);
            json.WriteString("says", convention.Says);
        }));
        json.WriteString("source", entry?.Source ?? "");
    });

    private static void WriteJson(Utf8JsonWriter json, ParameterEntry parameter, IMethod part) => json.Object(() =>
    {
        json.WriteString("name", parameter.Name);
        Value("value", parameter.Read(part), parameter.ReadText(part));
        Value("default", parameter.Default, parameter.DefaultText);
        json.WriteString("expected", parameter.Expected);
        json.Number("min", parameter.Range.Min);
        json.Number("max", parameter.Range.Max);
        json.WriteString("meaning", parameter.Meaning);

        void Value(string name, object? value, string text)
        {
            switch (value)
            {
                case null: json.WriteNull(name); break;
                case bool yes: json.WriteBoolean(name, yes); break;
                case double or int or long: json.Number(name, Convert.ToDouble(value, null)); break;
                case IEnumerable<double> numbers: json.Numbers(name, numbers); break;
                default: json.WriteString(name, text); break;
            }
        }
    });

    private static string Summary(IMethod part, MethodEntry? entry) =>
        entry?.Summary ?? (part is ILoss ? "a loss that somebody typed: p is the prediction, y the target" : "a surface that somebody typed");

    private static string Text(IMethod part) => part is TypedSurface typed ? typed.Text : Notation.Print(part);

    private static string Shown(string value) => value.Length == 0 ? "not given" : value;
}
