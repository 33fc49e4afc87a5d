using Gradus.Lab.Runs;
using Gradus.Lab.Tests.Data;
using Gradus.Torch.Training;

namespace Gradus.Lab.Tests.Runs;

public sealed class TensorBoardLogTests : IDisposable
{
    private static readonly Fact[] s_facts =
    [
        new RunStarted(0, 0, 1, 2, 100),
        new StepDone(0.1, 0, 0, 2.25, 0.125, 3e-4, 50),
        new StepDone(0.2, 0, 1, double.NaN, 0.5, 1e-4, 50),
        new EpochDone(0.3, 0, 2, double.PositiveInfinity, 0.25, 1e-4, 0.25),
        new Evaluated(0.4, "validation", 0, 2, 1.5, 0.75, 0.25),
        new RunEnded(1, RunEnd.Completed, 2),
    ];

    private static readonly Scalar[] s_scalars =
    [
        new("train/batch_loss", 0, 2.25f), new("train/rate", 0, 3e-4f),
        new("train/batch_loss", 1, float.NaN), new("train/rate", 1, 1e-4f),
        new("train/loss", 2, float.PositiveInfinity), new("train/accuracy", 2, 0.25f),
        new("validation/loss", 2, 1.5f), new("validation/accuracy", 2, 0.75f),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Events_hold_the_tags_steps_and_values_of_the_facts()
    {
        Write([]);
        Assert.Equal(s_scalars, EventFile.ReadFolder(_folder.Path));
    }

    [Fact]
    public void Going_on_writes_what_was_kept_anew_so_that_no_step_is_there_twice()
    {
        Write([]);
        TensorBoardLog log = new(_folder.Path, s_facts[1..2]);
        foreach (Fact fact in s_facts[2..]) log.Hear(fact);
        Assert.Equal(s_scalars, EventFile.ReadFolder(_folder.Path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    private void Write(IReadOnlyList<Fact> earlier)
    {
        TensorBoardLog log = new(_folder.Path, earlier);
        foreach (Fact fact in s_facts) log.Hear(fact);
    }
}
