using System.Diagnostics;
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

/// <summary>
/// What the <see cref="Trainer"/> costs: its time against a loop written by hand in TorchSharp, with the same model,
/// optimizer and batches, in turn. The hand-written loop reads the loss, as people do to log it, and nothing else.
/// </summary>
public static class TrainingBenchmark
{
    /// <summary>Measures both loops.</summary>
    /// <param name="options">What to measure, and how long.</param>
    /// <param name="progress">Hears the rounds.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static TrainingBenchmarkResult Run(TrainingBenchmarkOptions options, IProgress<string>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Rounds, 1);
        ImageSet images = NoiseImages.Create(options.BatchSize * options.Batches, side: 28);
        using nn.Module<Tensor, Tensor> model = ImageModels.Create(options.Model, images, seed: 1);
        using TorchOptimizer optimizer = new(model, new AdamW(Lr: 1e-3));
        using TorchLoss loss = new(new CrossEntropy());
        using BatchLoader batches = new(images, options.BatchSize, seed: 1);
        TrainingPlan plan = new()
        {
            Model = model, Loss = loss, Optimizer = optimizer, Schedule = new Constant(), Train = batches, Epochs = 1,
        };

        double[] bare = new double[options.Rounds], trainer = new double[options.Rounds];
        Time(() => Bare(plan, ct));
        Time(() => Trainer(plan, ct));
        for (int round = 0; round < options.Rounds; round++)
        {
            progress?.Report($"round {round + 1} of {options.Rounds}");
            bool first = round % 2 == 0;
            if (first) bare[round] = Time(() => Bare(plan, ct));
            trainer[round] = Time(() => Trainer(plan, ct));
            if (!first) bare[round] = Time(() => Bare(plan, ct));
        }

        return new(Machine.Facts(), options.Model, options.BatchSize, options.Rounds,
            Spread.Of(bare), Spread.Of(trainer), Spread.Of(trainer.Zip(bare, (t, b) => t / b - 1)));

        double Time(Action epoch)
        {
            ct.ThrowIfCancellationRequested();
            long begin = Stopwatch.GetTimestamp();
            epoch();
            return Stopwatch.GetElapsedTime(begin).TotalMilliseconds / options.Batches;
        }
    }

    private static void Trainer(TrainingPlan plan, CancellationToken ct) => new Trainer(plan).Run([new Deaf()], ct);

    private static void Bare(TrainingPlan plan, CancellationToken ct)
    {
        double sum = 0;
        plan.Model.train();
        foreach (Batch batch in plan.Train.Epoch(0, ct))
        {
            using IDisposable scope = NewDisposeScope();
            plan.Optimizer.zero_grad();
            Tensor output = plan.Model.forward(batch.Images);
            Tensor loss = nn.functional.cross_entropy(output, batch.Labels);
            loss.backward();
            plan.Optimizer.step();
            sum += loss.item<float>();
        }
    }

    /// <summary>Somebody must be told, or telling costs nothing.</summary>
    private sealed class Deaf : IListener
    {
        public void Hear(Fact fact)
        {
        }
    }
}
