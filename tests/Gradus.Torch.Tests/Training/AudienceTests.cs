using Gradus.Torch.Training;

namespace Gradus.Torch.Tests.Training;

public class AudienceTests
{
    [Fact]
    public void A_slow_listener_gets_every_step_covered_and_every_other_fact()
    {
        const int Steps = 2000;
        using ManualResetEventSlim go = new();
        Recorder slow = new(_ => go.Wait(TimeSpan.FromSeconds(30))), quick = new();
        using (Audience audience = new([slow, quick]))
        {
            for (int step = 0; step < Steps; step++)
            {
                if (step % 500 == 0) audience.Tell(new EpochDone(0, step / 500, step, 0, 0, 0, 0));
                audience.Tell(new StepDone(0, step / 500, step, Loss: step, Accuracy: 0.5, Rate: 1, Samples: 3));
            }

            audience.Tell(new RunEnded(0, RunEnd.Completed, Steps));
            go.Set();
            audience.Finish();
        }

        StepDone[] steps = [.. slow.Facts.OfType<StepDone>()];
        Assert.InRange(steps.Length, 2, Steps - 1);
        Assert.Equal(Steps, steps.Sum(step => step.Covers));
        Assert.Equal(3 * Steps, steps.Sum(step => step.Samples));
        Assert.Equal(Enumerable.Range(0, Steps).Average(), steps.Sum(step => step.Loss * step.Covers) / Steps, 1e-9);
        Assert.All(steps, step => Assert.Equal(0.5, step.Accuracy, 1e-12));
        Assert.Equal(Steps - 1, steps[^1].Step);
        Assert.Equal(4, slow.Facts.OfType<EpochDone>().Count());
        Assert.IsType<RunEnded>(slow.Facts[^1]);
        Assert.True(steps.Zip(steps.Skip(1)).All(pair => pair.First.Step + pair.Second.Covers == pair.Second.Step));
        foreach (EpochDone epoch in slow.Facts.OfType<EpochDone>())
        {
            int at = slow.Facts.IndexOf(epoch);
            Assert.True(slow.Facts.Take(at).OfType<StepDone>().All(step => step.Step < epoch.Step));
            Assert.True(slow.Facts.Skip(at).OfType<StepDone>().All(step => step.Step >= epoch.Step));
        }

        Assert.Equal(Steps, quick.Facts.OfType<StepDone>().Sum(step => step.Covers));
    }

    [Fact]
    public void What_a_listener_throws_surfaces_when_all_is_told()
    {
        Recorder broken = new(fact =>
        {
            if (fact is StepDone { Step: 3 }) throw new IOException("The disk is full.");
        });
        Recorder other = new();
        using Audience audience = new([broken, other]);
        for (int step = 0; step < 10; step++) audience.Tell(new StepDone(0, 0, step, 0, 0, 0, 1));
        Assert.Equal("The disk is full.", Assert.Throws<IOException>(audience.Finish).Message);
        Assert.Equal(10, other.Facts.OfType<StepDone>().Sum(step => step.Covers));
    }
}
