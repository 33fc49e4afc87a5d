using System.Text.Json.Serialization;

namespace Gradus.Torch.Training;

/// <summary>Something that happened in a run. The Trainer tells facts in order; it knows none of its listeners.</summary>
/// <param name="Seconds">Time since the run began or resumed, in seconds, evaluation included.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "fact")]
[JsonDerivedType(typeof(RunStarted), "runStarted")]
[JsonDerivedType(typeof(StepDone), "step")]
[JsonDerivedType(typeof(EpochDone), "epoch")]
[JsonDerivedType(typeof(Evaluated), "evaluated")]
[JsonDerivedType(typeof(CheckpointSaved), "checkpoint")]
[JsonDerivedType(typeof(Finding), "finding")]
[JsonDerivedType(typeof(RunEnded), "runEnded")]
public abstract record Fact(double Seconds);

/// <summary>Training begins, or goes on after an interruption.</summary>
/// <param name="Seconds">0.</param>
/// <param name="FirstEpoch">The epoch that comes next, from 0.</param>
/// <param name="Epochs">How many epochs the whole run has.</param>
/// <param name="StepsPerEpoch">Optimizer steps in an epoch.</param>
/// <param name="Samples">Training samples in an epoch.</param>
public sealed record RunStarted(double Seconds, int FirstEpoch, int Epochs, int StepsPerEpoch, int Samples) : Fact(Seconds);

/// <summary>One optimizer step, or several that a slow listener gets as one.</summary>
/// <param name="Seconds">Time since the run began, in seconds.</param>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Step">The step of the run, from 0; the last of them where several were joined.</param>
/// <param name="Loss">The batch's loss without penalties, as validation measures it; the mean over steps where several were joined.</param>
/// <param name="Accuracy">The batch's accuracy in [0, 1], likewise.</param>
/// <param name="Rate">The learning rate of the first parameter group.</param>
/// <param name="Samples">Samples in the batch, or batches.</param>
/// <param name="Covers">How many steps this fact stands for: more than 1 where the listener was slower than training.</param>
public sealed record StepDone(double Seconds, int Epoch, long Step, double Loss, double Accuracy, double Rate, int Samples, int Covers = 1) : Fact(Seconds)
{
    /// <summary>What the step minimised, penalties included; null where that is <see cref="Loss"/> and has no parts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Total { get; init; }

    /// <summary>The weighted losses and the penalties that <see cref="Total"/> is made of; null where there is one loss alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(LossPartsConverter))]
    public ValueList<LossPart>? Parts { get; init; }
}

/// <summary>All batches of an epoch were seen.</summary>
/// <param name="Seconds">Time since the run began, in seconds.</param>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Step">Steps taken so far.</param>
/// <param name="Loss">Mean training loss over the epoch's samples, while the weights were moving.</param>
/// <param name="Accuracy">Training accuracy over the epoch, likewise.</param>
/// <param name="Rate">The learning rate of the epoch's last step.</param>
/// <param name="TrainingSeconds">Time spent on training steps so far, evaluation left out.</param>
public sealed record EpochDone(double Seconds, int Epoch, long Step, double Loss, double Accuracy, double Rate, double TrainingSeconds) : Fact(Seconds);

/// <summary>The model was evaluated on data it does not train on.</summary>
/// <param name="Seconds">Time since the run began, in seconds.</param>
/// <param name="Split">Which data: <c>validation</c> or <c>test</c>.</param>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Step">Steps taken so far.</param>
/// <param name="Loss">Mean loss.</param>
/// <param name="Accuracy">Accuracy in [0, 1].</param>
/// <param name="TrainingSeconds">Time spent on training steps so far, evaluation left out.</param>
public sealed record Evaluated(double Seconds, string Split, int Epoch, long Step, double Loss, double Accuracy, double TrainingSeconds) : Fact(Seconds);

/// <summary>Model, optimizer and position were saved: from here the run can go on exactly.</summary>
/// <param name="Seconds">Time since the run began, in seconds.</param>
/// <param name="Epoch">The epoch just done, from 0.</param>
/// <param name="Path">The file.</param>
public sealed record CheckpointSaved(double Seconds, int Epoch, string Path) : Fact(Seconds);

/// <summary>Something that the person who watches should know.</summary>
/// <param name="Seconds">Time since the run began, in seconds.</param>
/// <param name="Step">Steps taken so far.</param>
/// <param name="Message">What, and what to do about it.</param>
public sealed record Finding(double Seconds, long Step, string Message) : Fact(Seconds);

/// <summary>The run is over.</summary>
/// <param name="Seconds">Time since the run began, in seconds.</param>
/// <param name="Reason">Why.</param>
/// <param name="Steps">Steps taken in all.</param>
public sealed record RunEnded(double Seconds, RunEnd Reason, long Steps) : Fact(Seconds);

/// <summary>Why a run ended.</summary>
public enum RunEnd
{
    /// <summary>All epochs were done.</summary>
    Completed,

    /// <summary>The training or validation loss became NaN or infinite.</summary>
    Diverged,

    /// <summary>It was asked to stop; the last checkpoint tells where to go on.</summary>
    Interrupted,

    /// <summary>An exception ended it.</summary>
    Failed,
}
