using Gradus.Losses;
using Gradus.Optimizers;
using Gradus.Schedules;
using Gradus.Torch.Data;
using Gradus.Torch.Losses;
using Gradus.Torch.Optimizers;
using Gradus.Torch.Training;
using static TorchSharp.torch;

namespace Gradus.Lab.Tests.Runs;

/// <summary>Times are what contestants are compared by, so nothing of a step may be left out.</summary>
public sealed class TrainingTimeTests
{
    // One sample against three million weights: the optimizer is most of each step, and an epoch is one step.
    [Fact]
    public void Training_time_counts_the_optimizer_s_own_step_even_the_last_of_an_epoch()
    {
        // A thread that the system lets wait falls into any one run; what the clock leaves out falls into each.
        EpochDone epoch = Enumerable.Range(0, 5).Select(_ => Train(outputs: 4_000, validation: null)).MaxBy(done => done.TrainingSeconds / done.Seconds)!;
        Assert.InRange(epoch.TrainingSeconds, 0.8 * epoch.Seconds, epoch.Seconds);
    }

    // Sixty evaluations of one sample each against one step.
    [Fact]
    public void Training_time_leaves_evaluation_out()
    {
        using BatchLoader validation = new(TinyRun.Splits.Validation, 1, seed: 1);
        EpochDone epoch = Train(outputs: 10, validation);
        Assert.InRange(epoch.TrainingSeconds, 0, 0.8 * epoch.Seconds);
    }

    private static EpochDone Train(int outputs, BatchLoader? validation)
    {
        ImageSet one = TinyRun.Splits.Train.Take(1);
        using nn.Module<Tensor, Tensor> model = nn.Sequential(("flatten", nn.Flatten()), ("linear", nn.Linear(784, outputs)));
        using TorchOptimizer optimizer = new(model, new Adam());
        using TorchLoss loss = new(new CrossEntropy());
        using BatchLoader train = new(one, 1, seed: 1);
        List<EpochDone> epochs = [];
        new Trainer(new()
        {
            Model = model,
            Loss = loss,
            Optimizer = optimizer,
            Schedule = new Constant(),
            Train = train,
            Validation = validation,
            Epochs = 5,
        }).Run([new Hearing(fact => epochs.AddRange(fact is EpochDone done ? [done] : []))], TestContext.Current.CancellationToken);
        return epochs[^1];
    }
}
