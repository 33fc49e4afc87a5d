using Gradus.Torch.Training;

namespace Gradus.Torch.Tests.Training;

[Collection(Alone.Name)]
public class ListenerInARunTests
{
    private const int StepsPerEpoch = 8;

    [Fact]
    public void A_listener_that_fails_ends_the_run_with_an_epoch_and_not_within_one()
    {
        using SmallRun run = new();
        Recorder other = new();
        IListener broken = new Recorder(_ => throw new IOException("The disk is full."));
        IOException surfaced = Assert.Throws<IOException>(() => new Trainer(run.Plan).Run([broken, other], TestContext.Current.CancellationToken));
        Assert.Equal("The disk is full.", surfaced.Message);
        RunEnded ended = Assert.IsType<RunEnded>(other.Facts[^1]);
        Assert.Equal(0, ended.Steps % StepsPerEpoch);
        Assert.Equal(ended.Steps, other.Facts.OfType<StepDone>().Sum(step => step.Covers));
        Assert.Equal(ended.Steps / StepsPerEpoch, other.Facts.OfType<EpochDone>().Count());
    }
}
