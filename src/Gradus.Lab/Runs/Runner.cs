using System.Security.Cryptography;
using Gradus.Lab.Reports;
using Gradus.Torch.Data;
using Gradus.Torch.Losses;
using Gradus.Torch.Models;
using Gradus.Torch.Optimizers;
using Gradus.Torch.Training;
using static TorchSharp.torch;

namespace Gradus.Lab.Runs;

/// <summary>Carries out runs on one data set: from the start, from their last checkpoint, or not at all if finished.</summary>
/// <param name="splits">The data.</param>
/// <param name="machine">Where it runs, for the record.</param>
/// <param name="time">Tells the date.</param>
public sealed class Runner(DataSplits splits, MachineFacts machine, TimeProvider time)
{
    private readonly Normalization _normalization = Normalization.Of(splits.Train);

    /// <summary>Carries out a run, or goes on with it.</summary>
    /// <param name="folder">Where it lies.</param>
    /// <param name="listeners">Who hears its facts, besides the folder.</param>
    /// <param name="cancellation">Stops it; the next call goes on from the last whole epoch.</param>
    /// <returns>What it measured.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public RunResult Run(RunFolder folder, IReadOnlyList<IListener> listeners, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (folder.Result() is { } finished) return finished;
        RunSpec spec = folder.Spec;
        folder.Begin(machine, time.GetUtcNow());

        using nn.Module<Tensor, Tensor> model = ImageModels.Create(spec.Model, splits.Train, spec.Seed);
        string initialWeights = Hash(model);
        using TorchOptimizer optimizer = new(model, Notation.ParseOptimizer(spec.Optimizer));
        using TorchObjective loss = new(Recipe.Parse(spec.Loss));
        using BatchLoader train = new(splits.Train, spec.BatchSize, spec.Seed, new() { Normalization = _normalization });
        using BatchLoader validation = Measuring(splits.Validation);

        DropUnrecorded(folder);
        int first = Checkpoint.LoadLatest(folder.Checkpoints, model, optimizer);
        using MetricsFile metrics = MetricsFile.Open(folder.Metrics, first, out IReadOnlyList<Fact> earlier);
        RunHistory history = new(earlier);
        Trainer trainer = new(new()
        {
            Model = model,
            Loss = loss,
            Optimizer = optimizer,
            Schedule = Notation.ParseSchedule(spec.Schedule),
            Train = train,
            Validation = validation,
            Epochs = spec.Epochs,
            FirstEpoch = first,
            SecondsBefore = history.TrainingSeconds,
            EvaluationsPerEpoch = spec.EvaluationsPerEpoch,
            Seed = spec.Seed,
            CheckpointFolder = folder.Checkpoints,
        });
        RunEnded ended = trainer.Run([history, metrics, new TensorBoardLog(folder.Path, earlier), .. listeners], cancellation);
        cancellation.ThrowIfCancellationRequested();

        bool scored = spec.Confirms && ended.Reason == RunEnd.Completed;
        Score test = scored ? Measure(trainer, splits.Test, cancellation) : new(double.NaN, double.NaN);
        Score seen = scored ? Measure(trainer, splits.Train, cancellation) : new(double.NaN, double.NaN);
        RunResult result = new()
        {
            Curve = history.Curve,
            Validations = history.Validations,
            DivergedAtStep = ended.Reason == RunEnd.Diverged ? ended.Steps : null,
            TrainAccuracy = seen.Accuracy,
            TestAccuracy = test.Accuracy,
            TestLoss = test.Loss,
            StateBytes = optimizer.StateBytes,
            Parameters = model.parameters().Sum(parameter => parameter.numel()),
            InitialWeights = initialWeights,
            BatchOrder = HashOfOrder(spec, train.Set.Count),
        };
        folder.Finish(result);
        return result;
    }

    /// <summary>
    /// A process that died after saving an epoch and before recording it left a checkpoint ahead of the record. To go on
    /// from there would lose that epoch's measurements without a word: such a run starts anew.
    /// </summary>
    private static void DropUnrecorded(RunFolder folder)
    {
        int recorded = File.Exists(folder.Metrics) ? new RunHistory(MetricsFile.Read(folder.Metrics)).Curve.Count : 0;
        if (Checkpoint.EpochsIn(folder.Checkpoints) > recorded) Directory.Delete(folder.Checkpoints, recursive: true);
    }

    private BatchLoader Measuring(ImageSet set) =>
        new(set, Math.Min(256, set.Count), seed: 0, BatchOptions.InOrder with { Normalization = _normalization });

    private Score Measure(Trainer trainer, ImageSet set, CancellationToken cancellation)
    {
        using BatchLoader data = Measuring(set);
        return trainer.Evaluate(data, cancellation);
    }

    private static string Hash(nn.Module model)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (TorchSharp.Modules.Parameter parameter in model.parameters()) hash.AppendData(parameter.bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static string HashOfOrder(RunSpec spec, int samples)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        int[] order = new int[samples];
        for (int epoch = 0; epoch < spec.Epochs; epoch++)
        {
            Permutation.Fill(spec.Seed, epoch, order);
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(order.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
