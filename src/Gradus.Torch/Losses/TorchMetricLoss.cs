using Gradus.Losses;
using Gradus.Torch.Native;
using static TorchSharp.torch;

namespace Gradus.Torch.Losses;

/// <summary>
/// A loss of distances and similarities between embeddings as a TorchSharp module:
/// <c>new TorchMetricLoss(new Triplet(Mining: Mining.BatchHard)).forward(embedding, label)</c>.
/// </summary>
/// <remarks>
/// <para>Embeddings are of shape (N, D), labels integers of shape (N). Every floating-point input receives a gradient where
/// it requires one.</para>
/// <para>The work is done on the CPU, in float32 or float64; bfloat16 and float16 are computed in float32. Tensors of other
/// devices are copied to the CPU and their gradients back.</para>
/// <para>A batch without any pair, triplet or anchor to learn from has loss 0 and gradient 0. A batch with NaN or infinity
/// in it has loss NaN.</para>
/// </remarks>
public sealed class TorchMetricLoss : nn.Module<Tensor, Tensor, Tensor>
{
    /// <summary>Makes a module of a loss.</summary>
    /// <param name="loss">The loss: of pairs, of triplets, of anchors, or of two views of a batch.</param>
    /// <param name="reduction">How the losses of the pairs, triplets or anchors become one number.</param>
    /// <exception cref="ArgumentException">A parameter of the loss is out of range, or the loss is of no kind this class can run.</exception>
    public TorchMetricLoss(ILoss loss, Reduction reduction = Reduction.Mean) : base(nameof(TorchMetricLoss))
    {
        ArgumentNullException.ThrowIfNull(loss);
        Catalog.Check(loss);
        TorchNatives.EnsureLoaded();
        if (loss is not (IPairLoss or ITripletLoss or IAnchorLoss or ITwinLoss))
        {
            throw new ArgumentException($"{loss.GetType().Name} is no loss of embeddings; implement IPairLoss, ITripletLoss, IAnchorLoss or ITwinLoss, or use TorchLoss.", nameof(loss));
        }

        Loss = loss;
        Reduction = reduction;
    }

    /// <summary>The loss.</summary>
    public ILoss Loss { get; }

    /// <summary>How the losses of the pairs, triplets or anchors become one number.</summary>
    public Reduction Reduction { get; }

    /// <summary>
    /// Evaluates the loss on a labelled batch (embedding, label), on queries and their keys, or on two views of a batch,
    /// whichever the loss is of.
    /// </summary>
    /// <param name="first">The embeddings, the queries, or the left view.</param>
    /// <param name="second">The labels, the keys, or the right view.</param>
    /// <returns>A scalar; for <see cref="Reduction.None"/>, one value for each embedding or query.</returns>
    /// <exception cref="ArgumentException">Shapes or types that do not fit.</exception>
    public override Tensor forward(Tensor first, Tensor second) => Evaluate(first, second, null, null);

    /// <summary>
    /// Evaluates the loss on pairs (left, right, similar), on triplets (anchor, positive, negative), or on a labelled batch
    /// and the classes' proxies (embedding, label, proxy), whichever the loss is of.
    /// </summary>
    /// <param name="first">One end of each pair, the anchors, or the embeddings.</param>
    /// <param name="second">The other end, the positives, or the labels.</param>
    /// <param name="third">
    /// 1 for each similar pair and 0 for each dissimilar one (−1 under <see cref="CosineEmbedding"/>), the negatives, or the proxies.
    /// </param>
    /// <returns>A scalar; for <see cref="Reduction.None"/>, one value for each pair, triplet or anchor.</returns>
    /// <exception cref="ArgumentException">Shapes or types that do not fit.</exception>
    public Tensor forward(Tensor first, Tensor second, Tensor third)
    {
        ArgumentNullException.ThrowIfNull(third);
        return Evaluate(first, second, third, null);
    }

    /// <summary>
    /// Evaluates the loss, where samples count by weight: <c>forward(embedding, label, null, weight)</c>,
    /// <c>forward(anchor, positive, negative, weight)</c>.
    /// </summary>
    /// <remarks>
    /// A weight says how much a pair, a triplet or an anchor counts. Pairs and triplets that are mined have the weight of
    /// their anchor, as in pytorch-metric-learning's ClassWeightedReducer. The mean is Σ w l / Σ w over what counts. As the
    /// positive or negative of another anchor a sample is there or not, whatever it weighs: at weight 0 it is not, as if
    /// it had never been in the batch.
    /// </remarks>
    /// <param name="first">As in the other overloads.</param>
    /// <param name="second">As in the other overloads.</param>
    /// <param name="third">What the overload of three takes, or null where the loss takes two.</param>
    /// <param name="weight">
    /// One weight for each pair, triplet, embedding or query, ≥ 0 where a mean is taken. What has weight 0 is left out, whatever it holds.
    /// <see cref="ProxyAnchor"/> and <see cref="VicReg"/>, which are no sums over samples, take none.
    /// </param>
    /// <returns>A scalar; for <see cref="Reduction.None"/>, each w l.</returns>
    /// <exception cref="ArgumentException">Shapes or types that do not fit, or a loss that has no weights.</exception>
    public Tensor forward(Tensor first, Tensor second, Tensor? third, Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return Evaluate(first, second, third, weight);
    }

    private Tensor Evaluate(Tensor first, Tensor second, Tensor? third, Tensor? weight)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        double[] weights = weight is { requires_grad: false } ? weight.to(CPU).to(ScalarType.Float64).data<double>().ToArray() : [];
        Tensor[] inputs = third is null ? Two(first, second) : Three(first, second, third, weights.Length == first.shape[0] ? weights : []);
        if (weight is not null && Loss is ITwinLoss or IAnchorLoss { Company: Company.Embeddings })
        {
            throw new ArgumentException($"{Name} is no sum over the samples of a batch, so that a weight for each means nothing there; leave the weight out.");
        }

        string part = Loss is IAnchorLoss { Company: Company.Keys } ? "query"
            : Loss is IAnchorLoss || inputs[2].numel() == 0 ? "embedding"
            : Loss is IPairLoss ? "pair" : "triplet";
        return MetricFunction.apply(inputs[0], inputs[1], inputs[2], SampleWeight.Of(weight, first, [first.shape[0]], Loss, part), this);
    }

    private Tensor[] Two(Tensor first, Tensor second)
    {
        switch (Loss)
        {
            case IAnchorLoss { Company: Company.Keys }:
                Alike("query", first, "key", second);
                return [first, second, empty(0)];
            case ITwinLoss:
                Alike("left", first, "right", second);
                return first.shape[0] >= 2
                    ? [first, second, empty(0)]
                    : throw new ArgumentException($"left has shape {Shape(first)}; {Name} looks at how a batch spreads, so give at least 2 rows.");
            case IAnchorLoss { Company: Company.Proxies or Company.Embeddings }:
                throw new ArgumentException($"{Name} needs proxies, one learned vector for each class: call forward(embedding, label, proxy).");
            default:
                Vectors("embedding", first);
                return [first, Labels(second, first), empty(0)];
        }
    }

    private Tensor[] Three(Tensor first, Tensor second, Tensor third, double[] weights)
    {
        switch (Loss)
        {
            case IPairLoss pair:
                Alike("left", first, "right", second);
                return [first, second, Marks(pair, third, first, weights)];
            case ITripletLoss:
                Alike("anchor", first, "positive", second);
                Alike("anchor", first, "negative", third);
                return [first, second, third];
            case IAnchorLoss { Company: Company.Proxies or Company.Embeddings }:
                Vectors("embedding", first);
                Vectors("proxy", third);
                Fit("embedding", first, "proxy", third);
                Tensor labels = Labels(second, first);
                ProxyLabels.Check(labels.data<long>().ToArray(), third.shape[0], weights);
                return [first, labels, third];
            default:
                throw new ArgumentException($"{Name} takes two tensors, {(Loss is ITwinLoss ? "left and right" : Loss is IAnchorLoss { Company: Company.Keys } ? "query and key" : "embedding and label")}; three were given.");
        }
    }

    private string Name => Catalog.NameOf(Loss);

    private void Alike(string firstName, Tensor first, string secondName, Tensor second)
    {
        Vectors(firstName, first);
        Vectors(secondName, second);
        Fit(firstName, first, secondName, second);
        if (first.shape[0] != second.shape[0])
        {
            throw new ArgumentException($"{firstName} has shape {Shape(first)}, {secondName} {Shape(second)}; {Name} needs as many of one as of the other.");
        }
    }

    private void Vectors(string name, Tensor tensor)
    {
        if (!tensor.is_floating_point())
        {
            throw new ArgumentException($"{name} is of type {tensor.dtype}; {Name} needs floating-point numbers: convert it with .to(float32).");
        }

        if (tensor.dim() != 2 || tensor.shape[1] == 0)
        {
            throw new ArgumentException($"{name} has shape {Shape(tensor)}; {Name} needs rows of vectors, (N, D).");
        }
    }

    private void Fit(string firstName, Tensor first, string secondName, Tensor second)
    {
        if (first.shape[1] != second.shape[1])
        {
            throw new ArgumentException($"{firstName} has shape {Shape(first)}, {secondName} {Shape(second)}; {Name} compares their rows, so give both the same length.");
        }

        if (first.dtype != second.dtype || first.device_type != second.device_type)
        {
            throw new ArgumentException($"{firstName} is {first.dtype} on {first.device_type}, {secondName} {second.dtype} on {second.device_type}; convert one of them with .to(…).");
        }
    }

    private Tensor Labels(Tensor labels, Tensor rows)
    {
        if (labels.is_floating_point() || labels.dim() != 1 || labels.shape[0] != rows.shape[0])
        {
            throw new ArgumentException($"{rows.shape[0]} embeddings meet {labels.dtype} labels of shape {Shape(labels)}; {Name} needs one integer for each: int64 of shape [{rows.shape[0]}].");
        }

        return labels.to(CPU).to(ScalarType.Int64).contiguous();
    }

    private Tensor Marks(IPairLoss pair, Tensor marks, Tensor rows, double[] weights)
    {
        string name = pair.SignedTarget ? "target" : "similar";
        int dissimilar = pair.SignedTarget ? -1 : 0;
        if (marks.dim() != 1 || marks.shape[0] != rows.shape[0])
        {
            throw new ArgumentException($"{rows.shape[0]} pairs meet {name} of shape {Shape(marks)}; {Name} needs one mark for each pair.");
        }

        using IDisposable off = no_grad();
        double[] given = marks.to(CPU).to(ScalarType.Float64).data<double>().ToArray();
        int wrong = Enumerable.Range(0, given.Length).FirstOrDefault(i => given[i] != 1 && given[i] != dissimilar && (weights.Length == 0 || weights[i] != 0), -1);
        return wrong < 0
            ? tensor([.. given.Select(mark => mark == 1 ? 1.0 : 0.0)], dtype: rows.dtype)
            : throw new ArgumentException(FormattableString.Invariant($"{name}[{wrong}] is {given[wrong]}; {Name} needs 1 for a similar pair or {dissimilar} for a dissimilar one."));
    }

    private static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}
