using Gradus.Lab.Data;
using Gradus.Lab.Reports;
using Gradus.Lab.Runs;
using Gradus.Lab.Tests.Data;
using Gradus.Torch.Data;
using Gradus.Torch.Training;

namespace Gradus.Lab.Tests.Runs;

/// <summary>A run that takes a fraction of a second: 200 glyphs, one hidden layer, four steps an epoch.</summary>
internal sealed class TinyRun : IDisposable
{
    private static readonly Lazy<DataSplits> s_splits = new(() =>
    {
        TrainTest data = Glyphs.Create(train: 260, test: 80);
        (ImageSet train, ImageSet validation) = data.Train.Split(seed: 0, 60.0 / 260);
        return new("glyphs", train, validation, data.Test);
    });

    private readonly TemporaryFolder _folder = new();

    public static DataSplits Splits => s_splits.Value;

    public static MachineFacts Machine { get; } = new()
    {
        OperatingSystem = "an operating system",
        Processor = "a processor",
        Cores = 2,
        Simd = "256 bits",
        MemoryBytes = 1 << 30,
        DotNet = "10",
        TorchSharp = "0",
        Libtorch = "2",
        Gradus = "0",
    };

    public static RunSpec Spec { get; } = new()
    {
        Label = "adam lr=0.003 seed=7",
        Loss = "crossEntropy",
        Optimizer = "adam(lr=0.003)",
        Schedule = "cosine",
        Model = "mlp",
        Data = Splits.Fingerprint,
        Epochs = 3,
        BatchSize = 50,
        EvaluationsPerEpoch = 2,
        Seed = 7,
        Confirms = true,
    };

    public string Path => _folder.Path;

    public RunFolder Folder(RunSpec? spec = null) => new(_folder.Path, spec ?? Spec);

    public static RunResult Run(RunFolder folder, params IListener[] listeners)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        return Run(folder, stop, listeners);
    }

    public static RunResult Run(RunFolder folder, CancellationTokenSource stop, params IListener[] listeners) =>
        new Runner(Splits, Machine, TimeProvider.System).Run(folder, listeners, stop.Token);

    /// <summary>The facts without their clocks: what must be equal between two runs of one specification.</summary>
    public static IEnumerable<Fact> Timeless(IEnumerable<Fact> facts) => facts.Select<Fact, Fact>(fact => fact switch
    {
        EpochDone epoch => epoch with { Seconds = 0, TrainingSeconds = 0 },
        Evaluated evaluated => evaluated with { Seconds = 0, TrainingSeconds = 0 },
        CheckpointSaved saved => saved with { Seconds = 0, Path = System.IO.Path.GetFileName(saved.Path) },
        _ => fact with { Seconds = 0 },
    });

    /// <summary>Two results agree in everything but time.</summary>
    public static void AssertSame(RunResult expected, RunResult actual)
    {
        Assert.Equal(expected.Curve.Select(point => point with { Seconds = 0 }), actual.Curve.Select(point => point with { Seconds = 0 }));
        Assert.Equal(expected.Validations.Select(point => point with { Seconds = 0 }), actual.Validations.Select(point => point with { Seconds = 0 }));
        Assert.Equivalent(expected with { Curve = [], Validations = [] }, actual with { Curve = [], Validations = [] }, strict: true);
    }

    public void Dispose() => _folder.Dispose();
}

/// <summary>Listens by calling a function.</summary>
internal sealed class Hearing(Action<Fact> hear) : IListener
{
    public void Hear(Fact fact) => hear(fact);
}
