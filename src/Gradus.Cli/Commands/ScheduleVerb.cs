using System.CommandLine;
using System.Globalization;
using Gradus.Lab.Charts;
using Gradus.Schedules;

namespace Gradus.Cli.Commands;

/// <summary>The rate of every step of a run.</summary>
internal sealed class ScheduleVerb : Verb
{
    private const int MaxSteps = 10_000_000;

    private readonly Argument<string> _spec = new("spec") { Description = "a schedule: \"warmup(5%) then cosine\"" };
    private readonly Option<double?> _lr = Ask.Number("--lr", "The base rate that the schedule multiplies; 1 unless given", "RATE");
    private readonly Option<long?> _steps = Ask.Whole("--steps", "Steps of the run", "N", 1, MaxSteps);
    private readonly Option<long?> _stepsPerEpoch = Ask.Whole("--steps-per-epoch", "Steps of an epoch, for lengths such as 3 epochs", "N", 1);
    private readonly Option<string?> _csv = Ask.Text("--csv", "Write step and rate to a file; - for standard output", "FILE|-");
    private readonly Option<string?> _svg = Ask.Text("--svg", "Draw the rates to a file; - for standard output", "FILE|-");
    private readonly CliConsole _console;

    public ScheduleVerb(CliConsole console) : base(
        "schedule",
        "The learning rate of every step",
        "gradus schedule \"warmup(5) then cosine(20)\" --lr 0.1 --steps 25",
        "gradus schedule \"warmup(5%) then cosine(floor=0.01)\" --lr 3e-4 --steps 10000 --svg rates.svg")
    {
        _console = console;
        _steps.Required = true;
        Add(_spec);
        Add(_lr);
        Add(_steps);
        Add(_stepsPerEpoch);
        Add(_csv);
        Add(_svg);
        Add(Json);
    }

    protected override Task<int> RunAsync(ParseResult given, CancellationToken cancellation)
    {
        Files.RefuseSharedOutput(given.GetValue(Json), given.GetValue(_csv), given.GetValue(_svg));
        Schedule schedule = Notation.ParseSchedule(given.GetValue(_spec)!);
        double lr = given.GetValue(_lr) ?? 1;
        double[] rates = RateTable.Of(schedule, lr, (int)given.GetValue(_steps)!.Value, given.GetValue(_stepsPerEpoch));
        string name = schedule.ToString();
        if (given.GetValue(_csv) is { } csv)
        {
            Files.Write(csv, _console.Out, rates
                .Select((rate, step) => string.Create(CultureInfo.InvariantCulture, $"{step},{rate}")).Prepend("step,rate"));
        }

        if (given.GetValue(_svg) is { } svg) Files.Write(svg, _console.Out, [RateChart.Of(name, rates).Svg(Theme.Light)]);
        if (given.GetValue(Json)) WriteJson(name, lr, rates);
        else if (given.GetValue(_csv) is null && given.GetValue(_svg) is null) WriteText(name, rates);
        return Task.FromResult(ExitCode.Done);
    }

    private void WriteJson(string name, double lr, double[] rates) => _console.Out.WriteJson(json => json.Object(() =>
    {
        json.WriteString("schedule", name);
        json.Number("lr", lr);
        json.Numbers("values", rates);
    }));

    private void WriteText(string name, double[] rates)
    {
        _console.Out.WriteLine($"{_console.OutInk.Bold(name)} over {Say.Count(rates.Length, "step")}");
        _console.Out.WriteLine(Sparkline.Of(rates, Math.Min(60, _console.Width)));
        (double high, int at) = rates.Select((rate, step) => (rate, step)).MaxBy(pair => pair.rate);
        (double low, int bottom) = rates.Select((rate, step) => (rate, step)).MinBy(pair => pair.rate);
        _console.Out.WriteLine($"first {Say.Number(rates[0])}   min {Say.Number(low)} (step {bottom})   max {Say.Number(high)} (step {at})   last {Say.Number(rates[^1])}");
    }
}
