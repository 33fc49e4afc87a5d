using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Gradus.Optimizers;
using Gradus.Schedules;
using Gradus.Surfaces;

namespace Gradus.Cli.Commands;

/// <summary>The path of an optimizer over a surface.</summary>
internal sealed class TraceVerb : Verb
{
    private const int DefaultSteps = 50, MaxSteps = 1_000_000, Ends = 5;

    private readonly Argument<string> _spec = new("spec") { Description = "an optimizer: \"adamw(lr=0.05)\"" };
    private readonly Option<string> _surface = new("--surface")
    {
        Description = "A surface by name, or a formula in x and y: \"x^2 + 10*sin(y)^2\"",
        HelpName = "NAME|FORMULA",
        Required = true,
    };

    private readonly Option<Point?> _start = new("--start")
    {
        Description = "Where to begin; a point inside the surface's domain unless given",
        HelpName = "X,Y",
        CustomParser = ReadPoint,
    };

    private readonly Option<long?> _steps = Ask.Whole("--steps", $"How many steps; {DefaultSteps} unless given", "N", 0, MaxSteps);
    private readonly Option<string?> _schedule = Ask.Text("--schedule", "Moves the rate: \"warmup(10) then cosine\"", "SCHEDULE");
    private readonly Option<double?> _noise = Ask.Number("--noise", "Standard deviation of Gaussian noise on each element of the gradient", "SIGMA");
    private readonly Option<long?> _seed = Ask.Whole("--seed", "Seed of the noise; 0 unless given", "N", 0);
    private readonly Option<bool> _state = new("--state") { Description = "Add what the rule remembers of x and y at each step: m, v, ..." };
    private readonly Option<string?> _csv = Ask.Text("--csv", "Write step, rate, x, y and value to a file; - for standard output", "FILE|-");
    private readonly CliConsole _console;

    public TraceVerb(CliConsole console) : base(
        "trace",
        "An optimizer's path on a surface of two variables",
        "gradus trace \"adamw(lr=0.05)\" --surface rosenbrock --start -1.2,1 --steps 50",
        "gradus trace \"sgd(lr=0.02, momentum=0.9)\" --surface \"x^2 + 10*sin(y)^2\" --start 2,1 --noise 0.1 --seed 1 --json",
        "gradus trace adamw --surface \"ravine(condition=1000)\" --start 1,2 --steps 100 --state --csv -")
    {
        _console = console;
        Add(_spec);
        Add(_surface);
        Add(_start);
        Add(_steps);
        Add(_schedule);
        Add(_noise);
        Add(_seed);
        Add(_state);
        Add(_csv);
        Add(Json);
    }

    protected override Task<int> RunAsync(ParseResult given, CancellationToken cancellation)
    {
        Files.RefuseSharedOutput(given.GetValue(Json), given.GetValue(_csv));
        Optimizer optimizer = Notation.ParseOptimizer(given.GetValue(_spec)!);
        ISurface surface = Notation.ParseSurface(given.GetValue(_surface)!);
        Schedule schedule = given.GetValue(_schedule) is { } text ? Notation.ParseSchedule(text) : new Constant();
        int steps = (int)(given.GetValue(_steps) ?? DefaultSteps);
        Point start = given.GetValue(_start) ?? Inside(surface.Domain);
        Trace trace = UsageException.Of(() => Trace.Run(
            optimizer, surface, start, steps, schedule, given.GetValue(_noise) ?? 0, (ulong)(given.GetValue(_seed) ?? 0), given.GetValue(_state)));

        Table table = new(optimizer, surface, trace, RateTable.Of(schedule, optimizer.Lr, steps, null));
        if (given.GetValue(_csv) is { } csv) Files.Write(csv, _console.Out, table.Csv());
        if (given.GetValue(Json)) WriteJson(table);
        else if (given.GetValue(_csv) is null) WriteText(table);
        return Task.FromResult(ExitCode.Done);
    }

    private void WriteJson(Table table) => _console.Out.WriteJson(json => json.Object(() =>
    {
        json.WriteString("optimizer", Notation.Print(table.Optimizer));
        json.WriteString("surface", table.SurfaceText);
        json.List("points", table.Trace.Points, WritePoint);
        json.Numbers("values", table.Trace.Values);
        if (table.Trace.Average is { } average) json.List("average", average, WritePoint);
        if (table.Trace.State is { } state)
        {
            json.WriteStartObject("state");
            foreach (SlotPath slot in state) json.List(slot.Name, slot.Points, WritePoint);
            json.WriteEndObject();
        }

        void WritePoint(Point point)
        {
            json.WriteStartArray();
            json.Number(point.X);
            json.Number(point.Y);
            json.WriteEndArray();
        }
    }));

    private void WriteText(Table table)
    {
        IReadOnlyList<Point> minima = table.Surface.Minima;
        int last = table.Trace.Points.Count - 1;
        List<IReadOnlyList<string>> rows = [["step", "x", "y", "f(x, y)", .. minima.Count > 0 ? (string[])["to minimum"] : [], .. table.StateNames]];
        for (int step = 0; step <= last; step++)
        {
            if (step >= Ends && step <= last - Ends)
            {
                if (step == Ends) rows.Add(["…"]);
                continue;
            }

            Point at = table.Trace.Points[step];
            double[] numbers = [at.X, at.Y, table.Trace.Values[step], .. minima.Count > 0 ? (double[])[minima.Min(minimum => Distance(at, minimum))] : [], .. table.State(step)];
            rows.Add([step.ToString(CultureInfo.InvariantCulture), .. numbers.Select(Say.Number)]);
        }

        _console.Out.WriteLine($"{_console.OutInk.Bold(Notation.Print(table.Optimizer))} on {table.SurfaceText}");
        foreach (string line in Columns.Align(rows, gap: 3, right: Enumerable.Range(0, rows[0].Count).ToHashSet())) _console.Out.WriteLine(line);
    }

    private static double Distance(Point a, Point b) => double.Hypot(a.X - b.X, a.Y - b.Y);

    /// <summary>Off the axes and diagonals, where many surfaces are special.</summary>
    private static Point Inside(Domain domain) => new(
        domain.Left + 0.15 * (domain.Right - domain.Left),
        domain.Bottom + 0.7 * (domain.Top - domain.Bottom));

    private static Point? ReadPoint(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        double[] numbers = [.. text.Split(',').Select(part =>
            double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN)];
        if (numbers.Length == 2 && numbers.All(double.IsFinite)) return new(numbers[0], numbers[1]);
        result.AddError($"--start is '{text}', but it must be two numbers with a comma between them: -1.2,1.");
        return null;
    }

    private sealed record Table(Optimizer Optimizer, ISurface Surface, Trace Trace, double[] Rates)
    {
        public string SurfaceText => Surface is TypedSurface typed ? typed.Text : Notation.Print(Surface);

        /// <summary>Two columns for each slot of the state, where it was asked for.</summary>
        public IEnumerable<string> StateNames => (Trace.State ?? []).SelectMany(slot => (string[])[$"{slot.Name}_x", $"{slot.Name}_y"]);

        public IEnumerable<double> State(int step) => (Trace.State ?? []).SelectMany(slot => (double[])[slot.Points[step].X, slot.Points[step].Y]);

        /// <summary>The rate of a row is that of the step which led there.</summary>
        public IEnumerable<string> Csv() => Trace.Points
            .Select((point, step) => Row([step.ToString(CultureInfo.InvariantCulture), step == 0 ? "" : Text(Rates[step - 1]), Text(point.X), Text(point.Y), Text(Trace.Values[step]), .. State(step).Select(Text)]))
            .Prepend(Row(["step", "rate", "x", "y", "value", .. StateNames]));

        private static string Row(IEnumerable<string> cells) => string.Join(',', cells);

        private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
