using Gradus.Torch.Training;

namespace Gradus.Torch.Tests.Training;

[Collection(Alone.Name)]
public class ListenerInARunTests
{
    [Fact]
    public void A_listener_that_fails_does_not_stop_the_training()
    {
        using SmallRun run = new(change: plan => plan with { Epochs = 2 }), undisturbed = new(change: plan => plan with { Epochs = 2 });
        Recorder other = new();
        IListener broken = new Recorder(_ => throw new IOException("The disk is full."));
        Assert.Throws<IOException>(() => new Trainer(run.Plan).Run([broken, other], TestContext.Current.CancellationToken));
        Assert.Equal(RunEnd.Completed, Assert.IsType<RunEnded>(other.Facts[^1]).Reason);
        undisturbed.Train(new Recorder());
        Assert.Equal(undisturbed.Weights(), run.Weights());
    }
}
