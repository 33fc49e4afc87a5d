using Gradus.Torch.Training;
using TorchSharp.Modules;
using static TorchSharp.torch.utils;

namespace Gradus.Lab.Runs;

/// <summary>Writes the facts of a run as TensorBoard events: <c>tensorboard --logdir</c> shows them.</summary>
/// <param name="folder">The run's folder.</param>
public sealed class TensorBoardLog(string folder) : IListener
{
    private readonly SummaryWriter _writer = tensorboard.SummaryWriter(folder, createRunName: false);

    /// <inheritdoc/>
    public void Hear(Fact fact)
    {
        switch (fact)
        {
            case StepDone step:
                Add("train/batch_loss", step.Loss, step.Step);
                Add("train/rate", step.Rate, step.Step);
                break;
            case EpochDone epoch:
                Add("train/loss", epoch.Loss, epoch.Step);
                Add("train/accuracy", epoch.Accuracy, epoch.Step);
                break;
            case Evaluated evaluated:
                Add($"{evaluated.Split}/loss", evaluated.Loss, evaluated.Step);
                Add($"{evaluated.Split}/accuracy", evaluated.Accuracy, evaluated.Step);
                break;
        }
    }

    private void Add(string tag, double value, long step) => _writer.add_scalar(tag, (float)value, checked((int)step));
}
