using Gradus.Drivers;
using Gradus.Lab.Runs;
using Gradus.Torch.Native;
using static TorchSharp.torch;

namespace Gradus.Lab.Benchmarks;

/// <summary>
/// Losses of Gradus against TorchSharp's, forward and backward in one run and in turn, and how much memory either takes.
/// </summary>
public static class LossBenchmark
{
    /// <summary>The losses that are measured.</summary>
    public static IReadOnlyList<string> Losses { get; } = [.. LossCase.All.Select(c => c.LossName).Distinct()];

    /// <summary>Measures every loss.</summary>
    /// <param name="options">What to measure, and how long.</param>
    /// <param name="progress">Hears what is being measured.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="ArgumentException">An unknown loss, or fewer than one round, element or thread.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static LossBenchmarkResult Run(LossBenchmarkOptions options, IProgress<string>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Rounds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Elements, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RowsDividedBy, 1);
        TorchNatives.EnsureLoaded();
        LossCase[] cases = [.. options.Losses.SelectMany(LossCase.Named).Distinct()];
        using ThreadCount threads = new(options.Threads);
        List<LossRow> rows = [];
        foreach (LossCase loss in cases)
        {
            progress?.Report(loss.Name);
            rows.Add(Measure(loss, options, ct));
        }

        return new(Machine.Facts(), Team.Size, get_num_threads(), options, rows);
    }

    private static LossRow Measure(LossCase loss, LossBenchmarkOptions options, CancellationToken ct)
    {
        using IDisposable scope = NewDisposeScope();
        (Tensor prediction, Tensor target) = loss.Inputs(options);
        using LossContestant ours = new(prediction, x => loss.Ours(x, target)), torchSharp = new(prediction, x => loss.Theirs(x, target));
        StepBenchmarkOptions timing = new() { Rounds = options.Rounds, Measurement = options.Measurement, WarmUp = options.WarmUp, Rest = options.Rest };
        double[][] times = Contest.Run([ours, torchSharp], timing, ct);
        return new()
        {
            Loss = loss.LossName,
            Shape = string.Join(" × ", prediction.shape),
            Peer = loss.Peer,
            Goal = loss.Goal,
            Ours = Spread.Of(times[0]),
            TorchSharp = Spread.Of(times[1]),
            OverTorchSharp = Spread.OfRatios(times[1], times[0]),
            OurMemory = ResidentPeak.Of(ours),
            TorchSharpMemory = ResidentPeak.Of(torchSharp),
        };
    }
}
