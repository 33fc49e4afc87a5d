using Gradus.Drivers;
using Gradus.Lab.Runs;
using Gradus.Optimizers;
using Gradus.Torch.Native;
using Gradus.Torch.Optimizers;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Gradus.Lab.Benchmarks;

/// <summary>What a step costs, in time and memory, as its state is stored: one optimizer after the other on the same parameters.</summary>
public static class StateBenchmark
{
    /// <summary>Measures every optimizer.</summary>
    /// <param name="options">What to measure, and how long.</param>
    /// <param name="progress">Hears what is being done.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="ArgumentException">An optimizer that does not exist, none at all, or fewer than one round or thread.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static StateBenchmarkResult Run(StateBenchmarkOptions options, IProgress<string>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Rounds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Optimizers.Count, 1);
        TorchNatives.EnsureLoaded();
        using ThreadCount threads = new(options.Threads);
        using IDisposable scope = NewDisposeScope();
        Parameter[] parameters = [.. options.Shapes.Select((shape, i) => Noise([.. shape], i))];
        StateSteps[] contestants = [.. options.Optimizers.Select(text => new StateSteps(Elementwise(text), parameters))];
        progress?.Report($"{string.Join(", ", options.Optimizers)}: {options.Rounds} rounds");
        double[][] times = Contest.Run(contestants, new() { Rounds = options.Rounds, WarmUp = options.WarmUp }, ct);
        StateRow[] rows = [.. options.Optimizers.Select((text, i) => new StateRow(text, Spread.Of(times[i]), Spread.OfRatios(times[i], times[0]), contestants[i].StateBytes))];
        foreach (StateSteps contestant in contestants) contestant.Dispose();
        return new(Machine.Facts(), Team.Size, parameters.Sum(parameter => parameter.numel()), options.Rounds, rows);
    }

    private static ElementwiseOptimizer Elementwise(string text) =>
        Notation.ParseOptimizer(text) as ElementwiseOptimizer ?? throw new ArgumentException($"'{text}' has no state to store in one sweep; name an elementwise optimizer.");

    private static Parameter Noise(long[] shape, int seed)
    {
        const double TypicalGradient = 0.01;
        using Generator generator = new(seed: (ulong)seed);
        Parameter parameter = new(randn(shape, generator: generator));
        parameter.grad = randn(shape, generator: generator).mul_(TypicalGradient);
        return parameter;
    }

    private sealed class StateSteps(ElementwiseOptimizer rule, Parameter[] parameters) : StepContestant
    {
        private readonly TorchOptimizer _optimizer = new(parameters, rule);

        public long StateBytes => _optimizer.StateBytes;

        public override void Step(int times)
        {
            for (int i = 0; i < times; i++) _optimizer.step();
        }

        public override void Dispose() => _optimizer.Dispose();
    }
}
