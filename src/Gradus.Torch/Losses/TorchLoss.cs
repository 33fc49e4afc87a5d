using Gradus.Losses;
using Gradus.Torch.Native;
using static TorchSharp.torch;

namespace Gradus.Torch.Losses;

/// <summary>
/// Any Gradus loss as a TorchSharp module: <c>new TorchLoss(new Huber(5)).forward(prediction, target)</c>. Value and
/// gradient come out of the same sweep over memory.
/// </summary>
/// <remarks>
/// <para>Pointwise losses take a prediction and a target of one shape. Softmax losses take logits of shape (N, C) or
/// (N, C, d₁, …) with int64 classes of shape (N) or (N, d₁, …), or with distributions of the logits' own shape. Row losses
/// take classes in the same shapes, or a number for each prediction: then a row is all that one of N samples holds, such as
/// the pixels of a mask.</para>
/// <para>float32 and float64 on the CPU run fused; bfloat16 and float16 are computed in float32; other devices run the
/// same formula as TorchScript. Sums are taken in double precision.</para>
/// <para>NaN in gives NaN out. The mean of nothing, of an empty batch as of one whose weights are all 0, is NaN, and its sum
/// 0, as in PyTorch. A prediction or target that the loss is not defined for, and a class that there is not, are refused:
/// the message names the first.</para>
/// </remarks>
public sealed class TorchLoss : nn.Module<Tensor, Tensor, Tensor>
{
    /// <summary>Makes a module of a loss.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="reduction">How the elements' or rows' losses become one number.</param>
    /// <exception cref="ArgumentException">A parameter of the loss is out of range, or the loss is of no kind this class can run.</exception>
    public TorchLoss(ILoss loss, Reduction reduction = Reduction.Mean) : base(nameof(TorchLoss))
    {
        ArgumentNullException.ThrowIfNull(loss);
        Catalog.Check(loss);
        TorchNatives.EnsureLoaded();
        if (loss is not (IPointwiseLoss or ISoftmaxLoss or IRowLoss))
        {
            throw new ArgumentException(loss switch
            {
                IVarianceLoss => $"{Catalog.NameOf(loss)} takes a variance beside prediction and target: use TorchVarianceLoss.",
                ITupleLoss or IAnchorLoss or ITwinLoss => $"{Catalog.NameOf(loss)} compares embeddings, not predictions with targets: use TorchMetricLoss.",
                _ => $"{loss.GetType().Name} is no IPointwiseLoss, ISoftmaxLoss or IRowLoss; implement one of them.",
            }, nameof(loss));
        }

        Loss = loss;
        Reduction = reduction;
    }

    /// <summary>The loss.</summary>
    public ILoss Loss { get; }

    /// <summary>How the elements' or rows' losses become one number.</summary>
    public Reduction Reduction { get; }

    /// <summary>
    /// Whether the gradient takes the prediction's place in memory, so that logits of 32,000 classes never need a second
    /// buffer of their size. Off by default, because afterwards the prediction's numbers are gone: nobody may read them,
    /// neither to print an accuracy nor, like a ReLU or softmax just before the loss, in the backward pass.
    /// </summary>
    /// <remarks>
    /// A layer that keeps its output for the backward pass is found out by libtorch, which then refuses to run it; a
    /// linear or convolutional layer keeps its input only. A leaf is refused. So a view of a parameter must never be
    /// given: its numbers would be lost. The graph can be walked once; a second walk gives NaN. Where no gradient is
    /// wanted, nothing is overwritten. On other devices than the CPU, and for row losses, nothing changes.
    /// </remarks>
    public bool OverwritePrediction { get; init; }

    /// <summary>Whether the CPU, too, runs what other devices run.</summary>
    internal bool Script { get; init; }

    /// <summary>Evaluates the loss.</summary>
    /// <param name="prediction">The predictions, or logits.</param>
    /// <param name="target">The targets.</param>
    /// <returns>A scalar; for <see cref="Reduction.None"/>, one value for each element or row.</returns>
    /// <exception cref="ArgumentException">Shapes or types that do not fit, a target class out of range, or a number that the loss is not defined for.</exception>
    public override Tensor forward(Tensor prediction, Tensor target) => Evaluate(prediction, target, null);

    /// <summary>Evaluates the loss, where samples count by weight.</summary>
    /// <param name="prediction">The predictions, or logits.</param>
    /// <param name="target">The targets.</param>
    /// <param name="weight">A weight for each prediction, or for each row of logits; ≥ 0 where a mean is taken. What has weight 0 is left out, whatever it holds.</param>
    /// <returns>Σ w l / Σ w for a mean, Σ w l for a sum, each w l for <see cref="Reduction.None"/>.</returns>
    /// <exception cref="ArgumentException">Shapes or types that do not fit, a target class out of range, or a number that the loss is not defined for.</exception>
    public Tensor forward(Tensor prediction, Tensor target, Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return Evaluate(prediction, target, weight);
    }

    private Tensor Evaluate(Tensor prediction, Tensor target, Tensor? weight)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        if (!prediction.is_floating_point())
        {
            throw new ArgumentException($"Predictions of type {prediction.dtype} were given; a loss needs floating-point predictions: convert them with .to(float32).");
        }

        bool wantsGradient = is_grad_enabled() && (prediction.requires_grad || target.requires_grad);
        if (OverwritePrediction && wantsGradient && prediction.is_leaf)
        {
            throw new ArgumentException($"The prediction is a leaf, and {nameof(OverwritePrediction)} would destroy it; give what a model has computed, or leave {nameof(OverwritePrediction)} off.");
        }

        if (weight is { requires_grad: true } && is_grad_enabled())
        {
            throw new ArgumentException($"The weight wants a gradient, which {Catalog.NameOf(Loss)} does not give: detach() it.");
        }

        return Loss is IPointwiseLoss ? Pointwise(prediction, target, weight, wantsGradient) : Rows(prediction, target, weight, wantsGradient);
    }

    private Tensor Pointwise(Tensor prediction, Tensor target, Tensor? weight, bool wantsGradient)
    {
        if (!prediction.shape.SequenceEqual(target.shape))
        {
            throw new ArgumentException($"Predictions of shape {Shape(prediction)} meet targets of shape {Shape(target)}; {Catalog.NameOf(Loss)} needs one target for each prediction: reshape one of them.");
        }

        if (weight is not null && !prediction.shape.SequenceEqual(weight.shape))
        {
            throw new ArgumentException($"Predictions of shape {Shape(prediction)} meet weights of shape {Shape(weight)}; {Catalog.NameOf(Loss)} needs one weight for each prediction: expand them.");
        }

        Tensor y = target.to(prediction.dtype), w = Weights(weight, prediction);
        return wantsGradient ? PointwiseFunction.apply(prediction, y, this, w) : PointwiseFunction.Value(this, prediction, y, w);
    }

    private Tensor Rows(Tensor prediction, Tensor target, Tensor? weight, bool wantsGradient)
    {
        if (prediction.dim() < 2)
        {
            throw new ArgumentException($"Logits of shape {Shape(prediction)} were given; {Catalog.NameOf(Loss)} needs (rows, classes): add a dimension with unsqueeze(0).");
        }

        if (Loss is IRowLoss { Target: RowTarget.Values }) target = target.to(prediction.dtype);
        long[] perRow = [.. prediction.shape.Where((_, dim) => dim != 1)];
        bool classes = !target.is_floating_point();
        if (!target.shape.SequenceEqual(classes ? perRow : prediction.shape))
        {
            throw new ArgumentException($"Logits of shape {Shape(prediction)} meet {(classes ? "class" : "distribution")} targets of shape {Shape(target)}; {Catalog.NameOf(Loss)} needs int64 classes of shape [{string.Join(", ", perRow)}] or a distribution over classes of shape {Shape(prediction)}.");
        }

        if (Loss is IRowLoss && !classes) perRow = [prediction.shape[0]];
        if (weight is not null && !weight.shape.SequenceEqual(perRow))
        {
            throw new ArgumentException($"Logits of shape {Shape(prediction)} meet weights of shape {Shape(weight)}; {Catalog.NameOf(Loss)} needs one weight for each row: [{string.Join(", ", perRow)}].");
        }

        if (target.requires_grad && is_grad_enabled())
        {
            throw new ArgumentException($"The target distribution wants a gradient, which {Catalog.NameOf(Loss)} does not give: detach() it.");
        }

        Tensor w = Weights(weight, prediction);
        if (Loss is IRowLoss row) return Row(row, prediction, target, w);
        return wantsGradient ? SoftmaxFunction.apply(prediction, target, this, w) : SoftmaxFunction.Value(this, prediction, target, w);
    }

    private Tensor Row(IRowLoss loss, Tensor prediction, Tensor target, Tensor weight)
    {
        if (loss.Target == RowTarget.Class && target.is_floating_point())
        {
            throw new ArgumentException($"Targets of type {target.dtype} were given; {Catalog.NameOf(loss)} needs int64 classes, one for each row.");
        }

        return Script || prediction.device_type != TorchSharp.DeviceType.CPU
            ? RowFunction.Scripted(this, prediction, target, weight)
            : RowFunction.apply(prediction, target, this, weight);
    }

    /// <summary>The weights in the predictions' type; an empty tensor for none.</summary>
    private static Tensor Weights(Tensor? weight, Tensor prediction) =>
        weight is null ? empty(0, prediction.dtype, prediction.device) : weight.detach().to(prediction.dtype);

    private static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}
