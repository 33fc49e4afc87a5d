using Gradus.Torch.Training;
using TorchSharp.Modules;
using static TorchSharp.torch.utils;

namespace Gradus.Lab.Runs;

/// <summary>Writes the facts of a run as TensorBoard events: <c>tensorboard --logdir</c> shows them.</summary>
public sealed class TensorBoardLog : IListener
{
    private readonly SummaryWriter _writer;

    /// <summary>Begins a file of events in place of those there: an interrupted run left some that will come again.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="earlier">The facts that are kept from before an interruption.</param>
    public TensorBoardLog(string folder, IEnumerable<Fact> earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        Directory.CreateDirectory(folder);
        foreach (string old in Directory.GetFiles(folder, "events.out.tfevents.*")) File.Delete(old);
        _writer = tensorboard.SummaryWriter(folder, createRunName: false);
        foreach (Fact fact in earlier) Hear(fact);
    }

    /// <inheritdoc/>
    public void Hear(Fact fact)
    {
        switch (fact)
        {
            case StepDone step:
                Add("train/batch_loss", step.Loss, step.Step);
                Add("train/rate", step.Rate, step.Step);
                if (step.Total is { } total) Add("train/total", total, step.Step);
                foreach (LossPart part in step.Parts ?? []) Add($"train/parts/{part.Name}", part.Value, step.Step);
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
