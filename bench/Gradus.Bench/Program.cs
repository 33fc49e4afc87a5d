// Measures this machine: optimizer steps, losses, what the Trainer costs, whether training stands still in memory, and what minimisers take.
using System.Globalization;
using Gradus.Bench;
using Gradus.Lab.Benchmarks;

const string Usage = """
    dotnet run -c Release --project bench/Gradus.Bench -- steps|rules|losses|training|memory|minimize|alone [options]

      alone prints what TorchSharp's optimizer takes in a process of its own: one of --rules, one of --sizes

      minimize counts evaluations on the problems of Moré, Garbow, Hillstrom; bench/minimize/compare.py sets its --json beside SciPy

      --rounds N        measurements of each contestant (steps, rules, losses, training)
      --rules A,B       only these rules, for example AdamW,RMSprop (steps)
      --sizes CxN,...   only these parameters, for example 24x1048576 (steps)
      --rules A;B       only these rules as recipes write them, for example "adamw;adamw with clipNorm(1)" (rules)
      --lists A,B       only these lists of parameters: 24×1M, ResNet-18, GPT-2 (rules)
      --losses A,B      only these losses, for example huber,crossEntropy (losses)
      --elements N      predictions of the pointwise ones (losses)
      --threads N       threads for every contestant (steps, losses)
      --in-training yes a forward and backward pass before every step, untimed (steps)
      --steps N         training steps to watch (memory)
      --markdown FILE   writes the table there too
      --json FILE       writes all numbers there
    """;

Arguments given = new(args);
if (given.Verb is not ("steps" or "rules" or "losses" or "training" or "memory" or "minimize" or "alone") || given.Unknown is { })
{
    Console.Error.WriteLine(given.Unknown is { } word ? $"'{word}' was not understood.\n\n{Usage}" : Usage);
    return 2;
}

using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
Notes notes = new();
try
{
    if (given.Verb == "alone")
    {
        StepBenchmarkOptions one = given.Steps();
        Console.WriteLine(TorchSharpAlone.Measure(one.Rules[0], one.Sizes[^1]).ToString("R", CultureInfo.InvariantCulture));
        return 0;
    }

    (string markdown, string json) = given.Verb switch
    {
        "steps" => Both(StepBenchmark.Run(given.Steps(), notes, stop.Token), r => r.ToMarkdown(), r => r.ToJson()),
        "rules" => Both(RuleBenchmark.Run(given.Rules(), notes, stop.Token), r => r.ToMarkdown(), r => r.ToJson()),
        "losses" => Both(LossBenchmark.Run(given.Losses(), notes, stop.Token), r => r.ToMarkdown(), r => r.ToJson()),
        "training" => Both(TrainingBenchmark.Run(given.Training(), notes, stop.Token), r => r.ToMarkdown(), r => r.ToJson()),
        "minimize" => Both(MinimizeBenchmark.Run(new(), notes, stop.Token), r => r.ToMarkdown(), r => r.ToJson()),
        _ => Both(MemoryBenchmark.Run(given.Memory(), notes, stop.Token), r => r.ToMarkdown(), r => r.ToJson()),
    };
    Console.Write(markdown);
    if (given.Value("--markdown") is { } table) File.WriteAllText(table, markdown);
    if (given.Value("--json") is { } numbers) File.WriteAllText(numbers, json);
    return 0;
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Stopped before the end; nothing was written.");
    return 130;
}

static (string, string) Both<T>(T result, Func<T, string> markdown, Func<T, string> json) => (markdown(result), json(result));

/// <summary>Progress goes to stderr, at once and in order.</summary>
internal sealed class Notes : IProgress<string>
{
    public void Report(string value) => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTime.Now:HH:mm:ss} {value}"));
}
