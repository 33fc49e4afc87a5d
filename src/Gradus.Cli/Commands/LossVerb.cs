using System.CommandLine;
using System.Text.Json;
using Gradus.Cli.Losses;
using Gradus.Lab.Charts;
using Gradus.Losses;
using Gradus.Penalties;

namespace Gradus.Cli.Commands;

/// <summary>Value and gradient of a loss on numbers from a file or a pipe.</summary>
internal sealed class LossVerb : Verb
{
    private const int MaxShown = 12;

    private readonly Argument<string[]> _specs = new("spec")
    {
        Description = "a loss, or several with weights, and penalties: \"0.7*mae + 0.3*mse + l2(0.1)\"; to draw, as many losses as you like",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _svg = Ask.Text("--svg", "Draw value and derivative of one loss or several to a file; - for standard output", "FILE|-");
    private readonly Option<double?> _from = Ask.Real("--from", "Where the drawing begins", "X");
    private readonly Option<double?> _to = Ask.Real("--to", "Where the drawing ends", "X");
    private readonly Option<string?> _input = Ask.Text("--input", $"Where the numbers are, {JsonInputs.Example}; - for standard input, which is also read when piped", "FILE|-");
    private readonly Option<string> _reduction = Ask.Choice("--reduction", "How the losses become one number", "mean", "mean", "sum", "none");
    private readonly Option<bool> _check = new("--check") { Description = "Compare the gradient with central differences" };
    private readonly CliConsole _console;

    public LossVerb(CliConsole console) : base(
        "loss",
        "Value and gradient of a loss on given numbers",
        $"echo '{JsonInputs.Example}' | gradus loss \"huber(delta=5)\"",
        $"echo '{JsonInputs.RowsExample}' | gradus loss crossEntropy --check --json",
        $"echo '{PenaltyEvaluation.Example}' | gradus loss \"elasticNet(0.1)\"",
        "gradus loss huber --check",
        "gradus loss mse mae \"huber(delta=1)\" --from -3 --to 3 --svg losses.svg")
    {
        _console = console;
        Add(_specs);
        Add(_input);
        Add(_reduction);
        Add(_check);
        Add(_svg);
        Add(_from);
        Add(_to);
        Add(Json);
    }

    protected override async Task<int> RunAsync(ParseResult given, CancellationToken cancellation)
    {
        Files.RefuseSharedOutput(given.GetValue(Json), given.GetValue(_svg));
        WeightedLoss[] losses = [.. given.GetValue(_specs)!.Select(WeightedLoss.Parse)];
        if (given.GetValue(_svg) is { } svg)
        {
            Draw(losses, given.GetValue(_from), given.GetValue(_to), svg);
            if (given.GetValue(_input) is null && !given.GetValue(_check) && !given.GetValue(Json)) return ExitCode.Done;
        }

        if (losses.Length > 1) throw new UsageException($"{losses.Length} losses were given; on numbers there can be only one: write their sum, \"{losses[0]} + {losses[1]}\", or draw them with --svg FILE.");
        WeightedLoss loss = losses[0];
        Reduction reduction = Enum.Parse<Reduction>(given.GetValue(_reduction)!, ignoreCase: true);
        string text = await TextAsync(given.GetValue(_input), cancellation).ConfigureAwait(false);
        LossInputs input = !string.IsNullOrWhiteSpace(text) ? JsonInputs.Read(text)
            : given.GetValue(_check) ? Drawn(loss)
            : throw new UsageException($"There are no numbers to evaluate. Pipe them in, as in {Examples[0]}, or name a file with --input.");
        LossEvaluation result = loss.Evaluate(input, reduction);
        GradientCheck? check = given.GetValue(_check) ? loss.Check(input, reduction) : null;
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
        return source is null && _console.InIsTerminal ? ""
            : await Task.Run(_console.In.ReadToEnd, cancellation).WaitAsync(cancellation).ConfigureAwait(false);
    }

    private LossInputs Drawn(WeightedLoss loss)
    {
        _console.Error.WriteLine("No numbers were given; the gradient is checked on random ones that the loss is defined for.");
        return loss.Draw();
    }

    private void Draw(WeightedLoss[] losses, double? from, double? to, string path)
    {
        Chart chart = UsageException.Of(() => LossChart.Of([.. losses.Select(loss => (loss.ToString(), loss.Single))], from, to));
        Files.Write(path, _console.Out, [chart.Svg(Theme.Light)]);
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
