using Gradus.Losses;
using Gradus.Torch.Losses;
using static TorchSharp.torch;

namespace Gradus.Lab.Benchmarks;

/// <summary>A loss on inputs of one shape, by Gradus and by TorchSharp. To add one, add a line to <see cref="All"/>.</summary>
/// <param name="Name">The loss, and what sets the case apart from others of it.</param>
/// <param name="Goal">How many times as fast as TorchSharp it is meant to be; null where nothing is promised.</param>
/// <param name="Peer">What TorchSharp computes.</param>
/// <param name="Inputs">Makes prediction and target.</param>
/// <param name="Ours">The loss of prediction and target by Gradus.</param>
/// <param name="Theirs">The same by TorchSharp.</param>
internal sealed record LossCase(
    string Name,
    double? Goal,
    string Peer,
    Func<LossBenchmarkOptions, (Tensor Prediction, Tensor Target)> Inputs,
    Func<Tensor, Tensor, Tensor> Ours,
    Func<Tensor, Tensor, Tensor> Theirs)
{
    /// <summary>The loss, without what sets its cases apart.</summary>
    public string LossName => Name.Split(' ')[0];

    public static IReadOnlyList<LossCase> All { get; } =
    [
        new("mse", null, "mse_loss", Pairs, Loss(new Mse()), (x, y) => nn.functional.mse_loss(x, y)),
        new("huber built-in", null, "huber_loss", Pairs, Loss(new Huber()), (x, y) => nn.functional.huber_loss(x, y)),
        new("huber composed", 5, "sub, abs, mul, where", Pairs, Loss(new Huber()), ComposedHuber),
        new("bceWithLogits", null, "binary_cross_entropy_with_logits", Pairs, Loss(new BceWithLogits()), (x, y) => nn.functional.binary_cross_entropy_with_logits(x, y)),
        new("focal", 10, "sigmoid, binary_cross_entropy_with_logits, p_t, pow", Pairs, Loss(new Focal()), ComposedFocal),
        new("crossEntropy 4096x32768", 3, "cross_entropy", o => Rows(4096, 32_768, o), Loss(new CrossEntropy()), (x, y) => nn.functional.cross_entropy(x, y)),
        new("crossEntropy 65536x10", 3, "cross_entropy", o => Rows(65_536, 10, o), Loss(new CrossEntropy()), (x, y) => nn.functional.cross_entropy(x, y)),
        new("triplet 512x128", 3, "batch-hard from cdist, masked_fill, amax, amin, relu", _ => Embeddings(512, 128), BatchHard(), ComposedBatchHard),
    ];

    /// <summary>Those whose names begin so.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static IEnumerable<LossCase> Named(string name)
    {
        LossCase[] found = [.. All.Where(c => c.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase))];
        return found.Length > 0 ? found : throw new ArgumentException($"There is no loss '{name}' to measure; there are {string.Join(", ", All.Select(c => c.Name))}.");
    }

    private static Func<Tensor, Tensor, Tensor> Loss(ILoss loss)
    {
        TorchLoss module = new(loss);
        return module.forward;
    }

    /// <summary>As people write it down: ½r² where |r| &lt; 1, |r| − ½ beyond.</summary>
    private static Tensor ComposedHuber(Tensor x, Tensor y)
    {
        using TorchSharp.Scalar half = 0.5, one = 1;
        Tensor r = (x - y).abs();
        return where(r.lt(one), r * r * half, r - half).mean();
    }

    /// <summary>As torchvision's sigmoid_focal_loss composes it, with its defaults α = ¼ and γ = 2.</summary>
    private static Tensor ComposedFocal(Tensor x, Tensor y)
    {
        using TorchSharp.Scalar α = 0.25, rest = 0.75, one = 1, γ = 2;
        Tensor p = x.sigmoid(), n = one - y;
        Tensor entropy = nn.functional.binary_cross_entropy_with_logits(x, y, reduction: nn.Reduction.None);
        Tensor truth = p * y + (one - p) * n;
        return ((y * α + n * rest) * (entropy * (one - truth).pow(γ))).mean();
    }

    private static Func<Tensor, Tensor, Tensor> BatchHard()
    {
        TorchMetricLoss module = new(new Triplet(Mining: Mining.BatchHard));
        return module.forward;
    }

    /// <summary>The distance to the farthest of the same label and to the nearest of another, for every embedding.</summary>
    private static Tensor ComposedBatchHard(Tensor x, Tensor y)
    {
        using TorchSharp.Scalar nothing = -1, infinity = float.PositiveInfinity, margin = 1;
        Tensor distance = cdist(x, x), alike = y.unsqueeze(0).eq(y.unsqueeze(1));
        Tensor positive = distance.masked_fill(alike.logical_not(), nothing).amax([1]), negative = distance.masked_fill(alike, infinity).amin([1]);
        return nn.functional.relu(positive - negative + margin).mean();
    }

    /// <summary>Embeddings of eight samples for each label.</summary>
    private static (Tensor, Tensor) Embeddings(long count, long width) =>
        (Numbers(count, width).requires_grad_(), arange(count, ScalarType.Int64).floor_divide(tensor(8L)));

    private static (Tensor, Tensor) Pairs(LossBenchmarkOptions options)
    {
        Tensor x = Numbers(options.Elements), y = Numbers(options.Elements).gt(0).to(ScalarType.Float32);
        return (x.requires_grad_(), y);
    }

    private static (Tensor, Tensor) Rows(long rows, long classes, LossBenchmarkOptions options)
    {
        (rows, classes) = (Math.Max(1, rows / options.RowsDividedBy), Math.Max(2, classes / (classes > 1000 ? options.RowsDividedBy : 1)));
        using Generator seeded = new(3);
        return (Numbers(rows, classes).requires_grad_(), randint(0, classes, [rows], ScalarType.Int64, generator: seeded));
    }

    private static Tensor Numbers(params long[] shape)
    {
        using Generator seeded = new(1);
        return randn(shape, generator: seeded);
    }
}
