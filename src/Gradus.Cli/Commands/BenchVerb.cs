using System.CommandLine;
using System.Globalization;
using Gradus.Lab.Benchmarks;
using Gradus.Metadata;

namespace Gradus.Cli.Commands;

/// <summary>This machine's optimizer steps and losses against TorchSharp's, libtorch's fused ones and the memory roofline.</summary>
internal sealed class BenchVerb : Verb
{
    private static readonly string[] s_benchmarks = ["steps", "losses", "alone"];

    private readonly Argument<string> _what = new("what") { Description = "steps: optimizer steps against TorchSharp's, libtorch's and what memory allows; losses: forward and backward against TorchSharp's, time and memory; alone: TorchSharp's optimizer by itself, as steps measures it in a process of its own" };
    private readonly Option<string?> _rule = Ask.Text("--rule", $"One rule instead of all: {string.Join(", ", StepRules.All.Select(rule => rule.Name))}", "NAME");
    private readonly Option<string> _size = Ask.Choice("--size", $"Which parameters: {ParameterSizes.Small}, {ParameterSizes.Medium}, {ParameterSizes.Large}, or all", "all", "small", "medium", "large", "all");
    private readonly Option<long?> _rounds = Ask.Whole("--rounds", "How often each contestant is measured; 15 unless given", "N", 1, 10_000);
    private readonly Option<long?> _threads = Ask.Whole("--threads", "Threads for every contestant", "N", 1, 1024);
    private readonly Option<string?> _loss = Ask.Text("--loss", $"One loss instead of all, by how its name begins: {string.Join(", ", LossBenchmark.Losses)}", "NAME");
    private readonly Option<long?> _elements = Ask.Whole("--elements", "Predictions of the losses that compare them one by one; 25 million unless given", "N", 1, 1_000_000_000);
    private readonly CliConsole _console;

    public BenchVerb(CliConsole console) : base(
        "bench",
        "This machine against TorchSharp, libtorch's fused kernels and the memory roofline",
        "gradus bench steps --rule adamw --size small --rounds 3",
        "gradus bench steps --rule adam --size small --rounds 1 --json",
        "gradus bench losses --loss huber --elements 100000 --rounds 3")
    {
        _console = console;
        Add(_what);
        Add(_rule);
        Add(_size);
        Add(_loss);
        Add(_elements);
        Add(_rounds);
        Add(_threads);
        Add(Json);
    }

    protected override async Task<int> RunAsync(ParseResult given, CancellationToken cancellation)
    {
        string what = given.GetValue(_what)!;
        if (!s_benchmarks.Contains(what)) throw new UsageException($"There is no benchmark '{what}'. {Spelling.Offer(what, s_benchmarks)}");
        if (what == "losses") return await LossesAsync(given, cancellation).ConfigureAwait(false);
        StepBenchmarkOptions options = new() { Threads = (int?)given.GetValue(_threads) };
        if (given.GetValue(_rounds) is { } rounds) options = options with { Rounds = (int)rounds };
        if (given.GetValue(_rule) is { } rule) options = options with { Rules = [Known(rule)] };
        options = given.GetValue(_size) switch
        {
            "small" => options with { Sizes = [ParameterSizes.Small] },
            "medium" => options with { Sizes = [ParameterSizes.Medium] },
            "large" => options with { Sizes = [ParameterSizes.Large] },
            _ => options,
        };
        if (what == "alone")
        {
            double milliseconds = TorchSharpAlone.Measure(options.Rules[0], options.Sizes[^1]);
            _console.Out.WriteLine(milliseconds.ToString("R", CultureInfo.InvariantCulture));
            return ExitCode.Done;
        }

        options = options with { Alone = (rule, sizes) => ["bench", "alone", "--rule", rule, "--size", Size(sizes)] };
        StepBenchmarkResult result = await Task.Run(() => StepBenchmark.Run(options, new Notes(_console.Error), cancellation), cancellation).ConfigureAwait(false);
        if (!given.GetValue(Json)) _console.Out.Write(result.ToMarkdown());
        else _console.Out.WriteJson(json => json.Document(result.ToJson()));
        return ExitCode.Done;
    }

    private async Task<int> LossesAsync(ParseResult given, CancellationToken cancellation)
    {
        LossBenchmarkOptions options = new() { Threads = (int?)given.GetValue(_threads) };
        if (given.GetValue(_rounds) is { } rounds) options = options with { Rounds = (int)rounds };
        if (given.GetValue(_elements) is { } elements) options = options with { Elements = elements };
        if (given.GetValue(_loss) is { } loss) options = options with { Losses = [loss] };
        LossBenchmarkResult result = await Task.Run(
            () => UsageException.Of(() => LossBenchmark.Run(options, new Notes(_console.Error), cancellation)), cancellation).ConfigureAwait(false);
        if (!given.GetValue(Json)) _console.Out.Write(result.ToMarkdown());
        else _console.Out.WriteJson(json => json.Document(result.ToJson()));
        return ExitCode.Done;
    }

    private static string Size(ParameterSizes sizes) => sizes == ParameterSizes.Small ? "small" : sizes == ParameterSizes.Medium ? "medium" : "large";

    private static string Known(string rule)
    {
        string[] known = [.. StepRules.All.Select(r => r.Name)];
        return known.Contains(rule, StringComparer.OrdinalIgnoreCase) ? rule : throw new UsageException($"There is no rule '{rule}' to measure. {Spelling.Offer(rule, known)}");
    }

    private sealed class Notes(TextWriter output) : IProgress<string>
    {
        public void Report(string value) => output.WriteLine($"measuring {value}");
    }
}
