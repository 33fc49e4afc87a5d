using Gradus.Drivers;
using Gradus.Lab.Runs;
using Gradus.Torch.Native;
using static TorchSharp.torch;

namespace Gradus.Lab.Benchmarks;

/// <summary>
/// Optimizer steps of Gradus against TorchSharp's own optimizers, libtorch's fused kernels and the memory roofline, all
/// in one run and in turn.
/// </summary>
public static class StepBenchmark
{
    /// <summary>Measures every rule on every size.</summary>
    /// <param name="options">What to measure, and how long.</param>
    /// <param name="progress">Hears what is being measured.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="ArgumentException">An unknown rule, or fewer than one round, parameter or thread.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static StepBenchmarkResult Run(StepBenchmarkOptions options, IProgress<string>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Rounds, 1);
        StepRule[] rules = [.. options.Rules.Select(StepRules.Named)];
        TorchNatives.EnsureLoaded();
        using ThreadCount threads = new(options.Threads);
        List<StepRow> rows = [];
        foreach (StepRule rule in rules)
        {
            foreach (ParameterSizes sizes in options.Sizes)
            {
                progress?.Report($"{rule.Name}, {sizes} parameters");
                rows.Add(Measure(rule, sizes, options, ct));
            }
        }

        return new(Machine.Facts(), Team.Size, get_num_threads(), options, rows);
    }

    private static StepRow Measure(StepRule rule, ParameterSizes sizes, StepBenchmarkOptions options, CancellationToken ct)
    {
        // First, while this process is still small.
        double? alone = options.Alone is { } ask ? TorchSharpAlone.InChild(ask(rule.Name, sizes), ct) : null;
        using GradusSteps ours = new(rule, sizes);
        using TorchSharpSteps torchSharp = new(rule, sizes);
        using LibtorchSteps libtorch = new(rule, sizes);
        using RooflineSteps roofline = new(1 + rule.Slots, sizes, Team.Size);
        double[][] times = Contest.Run([ours, torchSharp, libtorch, roofline], options, ct);
        return new()
        {
            Rule = rule.Name,
            Sizes = sizes,
            Peer = rule.Peer,
            Bytes = sizes.Total * sizeof(float) * rule.Streams,
            Ours = Spread.Of(times[0]),
            TorchSharp = Spread.Of(times[1]),
            TorchSharpAlone = alone,
            Libtorch = Spread.Of(times[2]),
            Roofline = Spread.Of(times[3]),
            OverTorchSharp = Spread.OfRatios(times[1], times[0]),
            OverLibtorch = Spread.OfRatios(times[2], times[0]),
            OfRoofline = Spread.OfRatios(times[3], times[0]),
        };
    }
}
