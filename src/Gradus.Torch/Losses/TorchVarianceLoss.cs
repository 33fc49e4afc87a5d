using Gradus.Losses;
using Gradus.Torch.Native;
using static TorchSharp.torch;

namespace Gradus.Torch.Losses;

/// <summary>
/// A loss with a predicted variance as a TorchSharp module:
/// <c>new TorchVarianceLoss(new GaussianNll()).forward(prediction, target, variance)</c>. All three inputs get their gradients.
/// </summary>
/// <remarks>
/// float32 and float64 on the CPU run fused; bfloat16 and float16 are computed in float32; other devices run the same
/// formula as TorchScript.
/// </remarks>
public sealed class TorchVarianceLoss : nn.Module<Tensor, Tensor, Tensor, Tensor>
{
    /// <summary>Makes a module of a loss.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="reduction">How the elements' losses become one number.</param>
    /// <exception cref="ArgumentException">A parameter of the loss is out of range.</exception>
    public TorchVarianceLoss(IVarianceLoss loss, Reduction reduction = Reduction.Mean) : base(nameof(TorchVarianceLoss))
    {
        ArgumentNullException.ThrowIfNull(loss);
        Catalog.Check(loss);
        TorchNatives.EnsureLoaded();
        Loss = loss;
        Reduction = reduction;
    }

    /// <summary>The loss.</summary>
    public IVarianceLoss Loss { get; }

    /// <summary>How the elements' losses become one number.</summary>
    public Reduction Reduction { get; }

    /// <summary>Whether the CPU, too, runs what other devices run.</summary>
    internal bool Script { get; init; }

    /// <summary>Evaluates the loss.</summary>
    /// <param name="prediction">The predictions.</param>
    /// <param name="target">The targets, one for each prediction.</param>
    /// <param name="variance">The predicted variances, one for each prediction.</param>
    /// <returns>A scalar; for <see cref="Reduction.None"/>, one value for each prediction.</returns>
    /// <exception cref="ArgumentException">Shapes or types that do not fit, or a variance that is negative.</exception>
    public override Tensor forward(Tensor prediction, Tensor target, Tensor variance) => Evaluate(prediction, target, variance, null);

    /// <summary>Evaluates the loss, where predictions count by weight.</summary>
    /// <param name="prediction">The predictions.</param>
    /// <param name="target">The targets, one for each prediction.</param>
    /// <param name="variance">The predicted variances, one for each prediction.</param>
    /// <param name="weight">A weight for each prediction, ≥ 0 where a mean is taken. What has weight 0 is left out, whatever it holds.</param>
    /// <returns>Σ w l / Σ w for a mean, Σ w l for a sum, each w l for <see cref="Reduction.None"/>.</returns>
    /// <exception cref="ArgumentException">Shapes or types that do not fit, or a variance that is negative.</exception>
    public Tensor forward(Tensor prediction, Tensor target, Tensor variance, Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return Evaluate(prediction, target, variance, weight);
    }

    private Tensor Evaluate(Tensor prediction, Tensor target, Tensor variance, Tensor? weight)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(variance);
        if (!prediction.is_floating_point())
        {
            throw new ArgumentException($"Predictions of type {prediction.dtype} were given; a loss needs floating-point predictions: convert them with .to(float32).");
        }

        if (!prediction.shape.SequenceEqual(target.shape) || !prediction.shape.SequenceEqual(variance.shape))
        {
            throw new ArgumentException($"Predictions of shape {Shape(prediction)} meet targets of shape {Shape(target)} and variances of shape {Shape(variance)}; {Catalog.NameOf(Loss)} needs one of each for each prediction: reshape or expand them.");
        }

        Tensor w = SampleWeight.Of(weight, prediction, prediction.shape, Loss, "prediction");
        return VarianceFunction.apply(prediction, target.to(prediction.dtype), variance.to(prediction.dtype), this, w);
    }

    private static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}
