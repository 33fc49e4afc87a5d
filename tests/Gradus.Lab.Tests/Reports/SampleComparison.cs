using Gradus.Lab.Reports;
using Gradus.Lab.Reports.Verdicts;

namespace Gradus.Lab.Tests.Reports;

/// <summary>A made-up comparison with the shape of a real one: the numbers measure nothing and exist only for tests.</summary>
internal static class SampleComparison
{
    private sealed record Character(string Key, string Label, string Call, double Best, double Final, double Pace, double Tolerance, double Bytes, double Cost);

    private static readonly Character[] All =
    [
        new("sgd", "SGD", "sgd(lr={0})", 0.1, 0.874, 0.16, 0.9, 0, 0.94),
        new("momentum", "Momentum", "sgd(lr={0}, momentum=0.9)", 0.03, 0.913, 0.42, 0.7, 4, 0.97),
        new("nesterov", "Nesterov", "sgd(lr={0}, momentum=0.9, nesterov=true)", 0.03, 0.915, 0.46, 0.7, 4, 0.98),
        new("adagrad", "AdaGrad", "adagrad(lr={0})", 0.03, 0.889, 0.34, 0.9, 4, 0.99),
        new("rmsprop", "RMSprop", "rmsprop(lr={0})", 0.001, 0.906, 0.62, 0.75, 4, 1.0),
        new("adam", "Adam", "adam(lr={0})", 0.001, 0.911, 0.75, 1.1, 8, 1.03),
        new("adamw", "AdamW", "adamw(lr={0}, weightDecay=0.01)", 0.001, 0.9145, 0.75, 1.1, 8, 1.04),
    ];

    private static readonly double[] Rates = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1];

    public static Comparison Of(int contestants = 7, int seeds = 3, int epochs = 12) => new()
    {
        Experiment = "optimizers",
        Title = "Seven ways to train one network",
        Profile = "standard",
        CreatedUtc = new DateTimeOffset(2026, 3, 14, 9, 26, 53, TimeSpan.Zero),
        GridSeconds = 1412.5,
        ConfirmationSeconds = 803.25,
        Data = new DataFacts("Fashion-MNIST", "sha256:7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069", 54_000, 6_000, 10_000, 10),
        Model = new ModelFacts("convnet(16, 32, 64)", 421_642),
        Plan = new ComparisonPlan
        {
            Epochs = epochs,
            BatchSize = 128,
            Loss = "crossEntropy",
            Schedule = "warmup(5%) then cosine(floor=0.01)",
            TargetAccuracy = 0.88,
            Rates = Rates,
            Seeds = [.. Enumerable.Range(1, seeds)],
        },
        Machine = new MachineFacts
        {
            OperatingSystem = "Debian GNU/Linux 12",
            Processor = "x64 processor",
            Cores = 2,
            Simd = "AVX-512",
            MemoryBytes = 16L << 30,
            DotNet = "10.0.1",
            TorchSharp = "0.107.0",
            Libtorch = "2.10.0",
            Gradus = "0.1.0",
        },
        Command = "gradus run optimizers --profile standard --seeds 3 --out runs/optimizers",
        Claim = Claim.OfLectures,
        Contestants = [.. All.Take(contestants).Select((c, i) => Contestant(c, i, seeds, epochs))],
    };

    private static Contestant Contestant(Character c, int index, int seeds, int epochs)
    {
        var random = new Random(100 + index);
        GridPoint[] grid = [.. Rates.Select(rate =>
        {
            double decades = Math.Log10(rate / c.Best);
            bool diverged = (c.Key is "rmsprop" or "momentum" or "nesterov" or "adam") && decades > 0.4 + c.Tolerance * 0.5;
            double accuracy = 0.1 + (c.Final - 0.1) * Math.Exp(-Math.Pow(Math.Abs(decades) / (c.Tolerance * 2.4), 2.6)) + 0.002 * random.NextDouble();
            return new GridPoint(rate, diverged ? 0.1 : accuracy, diverged ? double.NaN : 2.3 * (1 - accuracy), diverged, 1);
        })];
        double? chosen = RateChoice.Best(grid);
        return new Contestant
        {
            Key = c.Key,
            Label = c.Label,
            Recipe = "crossEntropy | " + string.Format(System.Globalization.CultureInfo.InvariantCulture, c.Call, chosen) + " | warmup(5%) then cosine(floor=0.01)",
            StateBytesPerParameter = c.Bytes,
            StateBytes = (long)(c.Bytes * 421_642),
            Grid = grid,
            ChosenRate = chosen,
            Runs = [.. Enumerable.Range(1, seeds).Select(seed => Run(c, seed, epochs, chosen ?? 0, random))],
        };
    }

    private static ContestantRun Run(Character c, int seed, int epochs, double rate, Random random)
    {
        double luck = 0.012 * (random.NextDouble() - 0.5) + 0.002 * seed;
        CurvePoint[] curve = [.. Enumerable.Range(1, epochs).Select(epoch =>
        {
            double learnt = 1 - Math.Exp(-c.Pace * (epoch + 0.6));
            double noise = 0.04 * (random.NextDouble() - 0.5) / epoch;
            double train = 0.1 + (c.Final + 0.045 - 0.1) * learnt + noise;
            double validation = 0.1 + (c.Final + luck - 0.1) * (0.35 + 0.65 * learnt) + noise;
            return new CurvePoint(epoch, 422L * epoch, epoch * 2.93 * c.Cost * (1 + 0.02 * random.NextDouble()),
                2.3 * Math.Exp(-c.Pace * 0.28 * (epoch + 2)) + 0.06 + noise, train, 2.5 * (1 - validation), validation, rate * (1 - epoch / (epochs + 1.0)));
        })];
        CurvePoint? hit = curve.FirstOrDefault(p => p.ValidationAccuracy >= 0.88);
        CurvePoint last = curve[^1];
        return new ContestantRun
        {
            Seed = seed,
            Curve = curve,
            TrainAccuracy = last.TrainAccuracy,
            TestAccuracy = last.ValidationAccuracy - 0.004 + 0.002 * random.NextDouble(),
            TestLoss = last.ValidationLoss + 0.01,
            StepsToTarget = hit?.Step,
            SecondsToTarget = hit?.Seconds,
            Folder = $"runs/{c.Key}-seed{seed}",
            InitialWeights = $"w{seed}",
            BatchOrder = $"b{seed}",
        };
    }
}
