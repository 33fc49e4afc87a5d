using System.CommandLine;
using System.Text.Json;
using Gradus.Cli.Losses;
using Gradus.Losses;
using Gradus.Penalties;

namespace Gradus.Cli.Commands;

/// <summary>Value and gradient of a loss on numbers from a file or a pipe.</summary>
internal sealed class LossVerb : Verb
{
    private const int MaxShown = 12;

    private readonly Argument<string> _spec = new("spec") { Description = "a loss, or several with weights, and penalties: \"0.7*mae + 0.3*mse + l2(0.1)\"" };
    private readonly Option<string?> _input = Ask.Text("--input", $"Where the numbers are, {JsonInputs.Example}; - for standard input, which is also read when piped", "FILE|-");
    private readonly Option<string> _reduction = Ask.Choice("--reduction", "How the losses become one number", "mean", "mean", "sum", "none");
    private readonly Option<bool> _check = new("--check") { Description = "Compare the gradient with central differences" };
    private readonly CliConsole _console;

    public LossVerb(CliConsole console) : base(
        "loss",
        "Value and gradient of a loss on given numbers",
        $"echo '{JsonInputs.Example}' | gradus loss \"huber(delta=5)\"",
        $"echo '{JsonInputs.RowsExample}' | gradus loss crossEntropy --check --json",
        $"echo '{PenaltyEvaluation.Example}' | gradus loss \"elasticNet(0.1)\"")
    {
        _console = console;
        Add(_spec);
        Add(_input);
        Add(_reduction);
        Add(_check);
        Add(Json);
    }

    protected override async Task<int> RunAsync(ParseResult given, CancellationToken cancellation)
    {
        WeightedLoss loss = WeightedLoss.Parse(given.GetValue(_spec)!);
        Reduction reduction = Enum.Parse<Reduction>(given.GetValue(_reduction)!, ignoreCase: true);
        LossInputs input = JsonInputs.Read(await TextAsync(given.GetValue(_input), cancellation).ConfigureAwait(false));
        LossEvaluation result = loss.Evaluate(input, reduction);
        GradientCheck? check = given.GetValue(_check) ? GradientCheck.Of(moved => loss.Evaluate(moved, reduction), input) : null;
        if (given.GetValue(Json)) _console.Out.WriteJson(json => WriteJson(json, loss, reduction, result, check));
        else WriteText(loss, reduction, result, check);
        return ExitCode.Done;
    }

    private async Task<string> TextAsync(string? source, CancellationToken cancellation)
    {
        if (source is not null and not "-")
        {
            return File.Exists(source)
                ? await File.ReadAllTextAsync(source, cancellation).ConfigureAwait(false)
                : throw new UsageException($"There is no file '{source}' to read from.");
        }

        // A terminal's reader blocks and hears no cancellation; so it waits on a thread of its own.
        string text = source is null && _console.InIsTerminal ? ""
            : await Task.Run(_console.In.ReadToEnd, cancellation).WaitAsync(cancellation).ConfigureAwait(false);
        return string.IsNullOrWhiteSpace(text)
            ? throw new UsageException($"There are no numbers to evaluate. Pipe them in, as in {Examples[0]}, or name a file with --input.")
            : text;
    }

    private void WriteText(WeightedLoss loss, Reduction reduction, LossEvaluation result, GradientCheck? check)
    {
        string value = reduction == Reduction.None && loss.IsReduced ? Line(result.Values) : $"{Say.Number(result.Value)}{(loss.IsReduced ? $"  ({Word(reduction)})" : "")}";
        _console.Out.WriteLine($"{_console.OutInk.Bold(loss.ToString())} = {value}");
        foreach ((string name, NumberArray gradient) in result.Gradients) _console.Out.WriteLine($"∂/∂{name} = {Line(gradient)}");
        if (check is not null)
        {
            _console.Out.WriteLine(
                $"largest deviation from central differences: {Say.Number(check.Deviation)} at {check.Input}{check.Place} ({Say.Number(check.Gradient)}, by differences {Say.Number(check.Difference)})");
        }
    }

    private static string Word(Reduction reduction) => reduction.ToString().ToLowerInvariant();

    private static string Line(NumberArray numbers)
    {
        string shown = string.Join(", ", numbers.Values.ToArray().Take(MaxShown).Select(Say.Number));
        return numbers.Count <= MaxShown ? $"[{shown}]" : $"[{shown}, …]  ({numbers.Count} numbers; --json prints all)";
    }

    private static void WriteJson(Utf8JsonWriter json, WeightedLoss loss, Reduction reduction, LossEvaluation result, GradientCheck? check) => json.Object(() =>
    {
        json.WriteString("loss", loss.ToString());
        json.WritePropertyName("value");
        if (reduction != Reduction.None || !loss.IsReduced) json.Number(result.Value);
        else JsonNumbers.Write(json, result.Values);
        json.WritePropertyName("gradient");
        json.Object(() =>
        {
            foreach ((string name, NumberArray gradient) in result.Gradients)
            {
                json.WritePropertyName(name);
                JsonNumbers.Write(json, gradient);
            }
        });
        if (check is null) return;
        json.WritePropertyName("check");
        json.Object(() =>
        {
            json.Number("largestDeviation", check.Deviation);
            json.WriteString("at", check.Input + check.Place);
            json.Number("gradient", check.Gradient);
            json.Number("difference", check.Difference);
            json.WriteNumber("checked", check.Checked);
        });
    });
}
