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
/// same formula as TorchScript.</para>
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
            throw new ArgumentException($"{loss.GetType().Name} is no IPointwiseLoss, ISoftmaxLoss or IRowLoss; implement one of them.", nameof(loss));
        }

        Loss = loss;
        Reduction = reduction;
    }

    /// <summary>The loss.</summary>
    public ILoss Loss { get; }

    /// <summary>How the elements' or rows' losses become one number.</summary>
    public Reduction Reduction { get; }

    /// <summary>Whether the CPU, too, runs what other devices run.</summary>
    internal bool Script { get; init; }

    /// <summary>Evaluates the loss.</summary>
    /// <param name="prediction">The predictions, or logits.</param>
    /// <param name="target">The targets.</param>
    /// <returns>A scalar; for <see cref="Reduction.None"/>, one value for each element or row.</returns>
    /// <exception cref="ArgumentException">Shapes or types that do not fit, or a target class out of range.</exception>
    public override Tensor forward(Tensor prediction, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        if (!prediction.is_floating_point())
        {
            throw new ArgumentException($"Predictions of type {prediction.dtype} were given; a loss needs floating-point predictions: convert them with .to(float32).");
        }

        return Loss is IPointwiseLoss ? Pointwise(prediction, target) : Rows(prediction, target);
    }

    private Tensor Pointwise(Tensor prediction, Tensor target)
    {
        if (!prediction.shape.SequenceEqual(target.shape))
        {
            throw new ArgumentException($"Predictions of shape {Shape(prediction)} meet targets of shape {Shape(target)}; {Catalog.NameOf(Loss)} needs one target for each prediction: reshape one of them.");
        }

        return PointwiseFunction.apply(prediction, target.to(prediction.dtype), this);
    }

    private Tensor Rows(Tensor prediction, Tensor target)
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

        if (target.requires_grad && is_grad_enabled())
        {
            throw new ArgumentException($"The target distribution wants a gradient, which {Catalog.NameOf(Loss)} does not give: detach() it.");
        }

        return Loss is IRowLoss row ? Row(row, prediction, target) : SoftmaxFunction.apply(prediction, target, this);
    }

    private Tensor Row(IRowLoss loss, Tensor prediction, Tensor target)
    {
        if (loss.Target == RowTarget.Class && target.is_floating_point())
        {
            throw new ArgumentException($"Targets of type {target.dtype} were given; {Catalog.NameOf(loss)} needs int64 classes, one for each row.");
        }

        return Script || prediction.device_type != TorchSharp.DeviceType.CPU
            ? RowFunction.Scripted(this, prediction, target)
            : RowFunction.apply(prediction, target, this);
    }

    private static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}
