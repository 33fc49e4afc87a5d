using Gradus.Schedules;
using Gradus.Torch.Data;
using Gradus.Torch.Losses;
using Gradus.Torch.Optimizers;
using static TorchSharp.torch;

namespace Gradus.Torch.Training;

/// <summary>What to train, on what, how and for how long.</summary>
public sealed record TrainingPlan
{
    /// <summary>The model: images to logits.</summary>
    public required nn.Module<Tensor, Tensor> Model { get; init; }

    /// <summary>What is minimised: a <see cref="TorchLoss"/>, or a sum of losses and penalties. It must reduce to one number.</summary>
    public required TorchObjective Loss { get; init; }

    /// <summary>The optimizer, built from the model.</summary>
    public required TorchOptimizer Optimizer { get; init; }

    /// <summary>The factor on the base rate at every step.</summary>
    public required Schedule Schedule { get; init; }

    /// <summary>The training data.</summary>
    public required BatchLoader Train { get; init; }

    /// <summary>Evaluated after every epoch, where given.</summary>
    public BatchLoader? Validation { get; init; }

    /// <summary>How many epochs the whole run has; at least 1.</summary>
    public required int Epochs { get; init; }

    /// <summary>The epoch to begin with: 0, or the one after the checkpoint that was loaded.</summary>
    public int FirstEpoch { get; init; }

    /// <summary>Training time of the epochs before <see cref="FirstEpoch"/>, so that the clock goes on where it stopped.</summary>
    public double SecondsBefore { get; init; }

    /// <summary>How often validation is evaluated in an epoch, at equal distances; at least 1, the last at its end.</summary>
    public int EvaluationsPerEpoch { get; init; } = 1;

    /// <summary>
    /// Where the weights evaluated are an average and the model normalizes batches: over how many training batches it gathers
    /// its statistics anew before each evaluation.
    /// </summary>
    public int StatisticsBatches { get; init; } = 32;

    /// <summary>Seeds the model's own randomness.</summary>
    public long Seed { get; init; }

    /// <summary>Where a checkpoint is written after every epoch; null for none.</summary>
    public string? CheckpointFolder { get; init; }
}
