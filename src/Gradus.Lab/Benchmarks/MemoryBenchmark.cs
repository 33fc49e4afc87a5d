using Gradus.Lab.Runs;
using Gradus.Losses;
using Gradus.Optimizers;
using Gradus.Schedules;
using Gradus.Torch.Data;
using Gradus.Torch.Losses;
using Gradus.Torch.Models;
using Gradus.Torch.Optimizers;
using Gradus.Torch.Training;
using static TorchSharp.torch;

namespace Gradus.Lab.Benchmarks;

/// <summary>Whether training stands still in memory: resident bytes of the process, managed bytes of an optimizer step.</summary>
public static class MemoryBenchmark
{
    /// <summary>Trains and watches.</summary>
    /// <param name="options">What to train, and how long.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative warm-up, or fewer steps than there are between two looks.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static MemoryBenchmarkResult Run(MemoryBenchmarkOptions options, IProgress<string>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.WarmUp);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Every, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Steps, options.Every);
        const int BatchesPerEpoch = 50;
        ImageSet images = NoiseImages.Create(options.BatchSize * BatchesPerEpoch, side: 28);
        using nn.Module<Tensor, Tensor> model = ImageModels.Create(options.Model, images, seed: 1);
        using TorchOptimizer optimizer = new(model, new AdamW(Lr: 1e-4));
        using TorchLoss loss = new(new CrossEntropy());
        using BatchLoader batches = new(images, options.BatchSize, seed: 1);
        Watch watch = new(options, progress);
        new Trainer(new()
        {
            Model = model, Loss = loss, Optimizer = optimizer, Schedule = new Constant(), Train = batches,
            Epochs = (options.WarmUp + options.Steps + BatchesPerEpoch - 1) / BatchesPerEpoch,
        }).Run([watch], ct);
        ct.ThrowIfCancellationRequested();
        return new(Machine.Facts(), options.Steps, options.WarmUp, watch.Resident, ManagedBytes(optimizer));
    }

    private static double ManagedBytes(TorchOptimizer optimizer)
    {
        const int Steps = 1_000;
        for (int i = 0; i < 100; i++) optimizer.step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Steps; i++) optimizer.step();
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Steps;
    }

    private sealed class Watch(MemoryBenchmarkOptions options, IProgress<string>? progress) : IListener
    {
        private long _next = options.WarmUp;

        public List<long> Resident { get; } = [];

        public void Hear(Fact fact)
        {
            if (fact is not StepDone { Step: var step } || step < _next || step >= options.WarmUp + options.Steps) return;
            _next += options.Every;
            Resident.Add(Environment.WorkingSet);
            if (Resident.Count % 10 == 0) progress?.Report($"step {step + 1} of {options.WarmUp + options.Steps}");
        }
    }
}
