using System.Globalization;
using Gradus.Lab.Benchmarks;

namespace Gradus.Bench;

/// <summary>The command line: a verb, then pairs of names and values.</summary>
internal sealed class Arguments
{
    private static readonly string[] s_known = ["--rounds", "--rules", "--lists", "--sizes", "--losses", "--elements", "--threads", "--in-training", "--steps", "--markdown", "--json"];
    private readonly Dictionary<string, string> _values = [];

    public Arguments(string[] args)
    {
        Verb = args.Length > 0 ? args[0] : null;
        for (int i = 1; i < args.Length; i += 2)
        {
            if (!s_known.Contains(args[i]) || i + 1 == args.Length)
            {
                Unknown = args[i];
                return;
            }

            _values[args[i]] = args[i + 1];
        }
    }

    public string? Verb { get; }

    /// <summary>The first word that is no option, or an option without its value.</summary>
    public string? Unknown { get; }

    public string? Value(string name) => _values.GetValueOrDefault(name);

    public StepBenchmarkOptions Steps()
    {
        StepBenchmarkOptions options = new();
        return options with
        {
            Rounds = Number("--rounds") ?? options.Rounds,
            Threads = Number("--threads"),
            Alone = (rule, sizes) => ["alone", "--rules", rule, "--sizes", $"{sizes.Count}x{sizes.Elements}"],
            InTraining = Value("--in-training") == "yes",
            Rules = Value("--rules")?.Split(',') ?? options.Rules,
            Sizes = Value("--sizes")?.Split(',').Select(Size).ToArray() ?? options.Sizes,
        };
    }

    public RuleBenchmarkOptions Rules()
    {
        RuleBenchmarkOptions options = new();
        return options with
        {
            Rounds = Number("--rounds") ?? options.Rounds,
            Rules = Value("--rules")?.Split(';') ?? options.Rules,
            Lists = Value("--lists")?.Split(',').Select(ModelShapes.Named).ToArray() ?? options.Lists,
        };
    }

    public LossBenchmarkOptions Losses()
    {
        LossBenchmarkOptions options = new();
        return options with
        {
            Rounds = Number("--rounds") ?? options.Rounds,
            Threads = Number("--threads"),
            Elements = Number("--elements") ?? options.Elements,
            Losses = Value("--losses")?.Split(',') ?? options.Losses,
        };
    }

    public TrainingBenchmarkOptions Training()
    {
        TrainingBenchmarkOptions options = new();
        return options with { Rounds = Number("--rounds") ?? options.Rounds };
    }

    public MemoryBenchmarkOptions Memory()
    {
        MemoryBenchmarkOptions options = new();
        return options with { Steps = Number("--steps") ?? options.Steps };
    }

    private int? Number(string name) => Value(name) is { } text ? Number(name, text) : null;

    private static int Number(string name, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0
            ? value
            : throw new ArgumentException($"{name} was given '{text}'; it takes a whole number above 0.");

    private static ParameterSizes Size(string text) =>
        text.Split('x') is [var count, var elements]
            ? new(Number("--sizes", count), Number("--sizes", elements))
            : throw new ArgumentException($"--sizes was given '{text}'; write it as 24x1048576.");
}
