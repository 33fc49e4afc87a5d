using Gradus.Losses;
using Gradus.Schedules;
using Gradus.Torch.Data;
using Gradus.Torch.Losses;
using Gradus.Torch.Optimizers;
using Gradus.Torch.Tests.Data;
using Gradus.Torch.Tests.Optimizers;
using Gradus.Torch.Training;
using static TorchSharp.torch;

namespace Gradus.Torch.Tests.Training;

/// <summary>A run on thirty small images with everything that has a state: dropout, batch norm, momentum, a schedule.</summary>
internal sealed class SmallRun : IDisposable
{
    private readonly BatchLoader _train, _validation;
    private readonly TorchOptimizer _optimizer;
    private readonly TorchLoss _loss = new(new CrossEntropy());

    public SmallRun(string rule = "adam(lr=0.01)", long seed = 1, Func<TrainingPlan, TrainingPlan>? change = null, BatchOptions? options = null)
    {
        random.manual_seed(seed);
        Model = nn.Sequential(
            ("flatten", nn.Flatten()), ("in", nn.Linear(30, 12)), ("norm", nn.BatchNorm1d(12)), ("relu", nn.ReLU()),
            ("drop", nn.Dropout(0.3)), ("out", nn.Linear(12, 3)));
        _optimizer = new(Model, Variants.Parse(rule));
        _train = new(Sets.Of(30), 4, seed, options);
        _validation = new(Sets.Of(9), 9, seed, BatchOptions.InOrder);
        TrainingPlan plan = new()
        {
            Model = Model, Loss = _loss, Optimizer = _optimizer, Train = _train, Validation = _validation, Epochs = 4, Seed = seed,
            Schedule = new Warmup(Length.Steps(5)).Then(new Cosine()),
        };
        Plan = change?.Invoke(plan) ?? plan;
    }

    public nn.Module<Tensor, Tensor> Model { get; }

    public TrainingPlan Plan { get; }

    public RunEnded Train(IListener listener) => TrainUntil(listener, TestContext.Current.CancellationToken);

    public RunEnded TrainUntil(IListener listener, CancellationToken stop) => new Trainer(Plan).Run([listener], stop);

    public double[] Weights() => [.. Model.state_dict().Values.SelectMany(value => value.Numbers())];

    public void Dispose()
    {
        _train.Dispose();
        _validation.Dispose();
        _optimizer.Dispose();
        _loss.Dispose();
        Model.Dispose();
    }
}

/// <summary>Remembers what it hears.</summary>
internal sealed class Recorder(Action<Fact>? also = null) : IListener
{
    public List<Fact> Facts { get; } = [];

    /// <summary>The facts without their times, which differ from run to run.</summary>
    public IEnumerable<Fact> Timeless => Facts.Select(fact => fact switch
    {
        EpochDone epoch => epoch with { Seconds = 0, TrainingSeconds = 0 },
        Evaluated evaluated => evaluated with { Seconds = 0, TrainingSeconds = 0 },
        CheckpointSaved saved => saved with { Seconds = 0, Path = Path.GetFileName(saved.Path) },
        _ => fact with { Seconds = 0 },
    });

    public void Hear(Fact fact)
    {
        Facts.Add(fact);
        also?.Invoke(fact);
    }
}

/// <summary>A folder that is gone afterwards.</summary>
internal sealed class Folder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("gradus-training").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
