using Gradus.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace Gradus.Torch.Losses;

/// <summary>The weights of a loss's parts.</summary>
internal static class SampleWeight
{
    /// <summary>The weights in the type and on the device of the predictions; an empty tensor for none.</summary>
    /// <param name="weight">The weights, or null.</param>
    /// <param name="like">The predictions, logits or embeddings.</param>
    /// <param name="shape">The shape that weights must have.</param>
    /// <param name="loss">The loss, for messages.</param>
    /// <param name="part">What there must be a weight for.</param>
    /// <exception cref="ArgumentException">They have another shape, or want a gradient.</exception>
    public static Tensor Of(Tensor? weight, Tensor like, long[] shape, ILoss loss, string part)
    {
        if (weight is null) return empty(0, like.dtype, like.device);
        if (!weight.shape.SequenceEqual(shape))
        {
            throw new ArgumentException($"The weight has shape [{string.Join(", ", weight.shape)}]; {Catalog.NameOf(loss)} needs one for each {part}: [{string.Join(", ", shape)}].");
        }

        if (weight.requires_grad && is_grad_enabled())
        {
            throw new ArgumentException($"The weight wants a gradient, which {Catalog.NameOf(loss)} does not give: detach() it.");
        }

        return weight.detach().to(like.dtype, like.device);
    }

    /// <summary>The sum of weights, which a mean divides by.</summary>
    /// <exception cref="ArgumentException">One is negative.</exception>
    public static Tensor Mass(Tensor weight)
    {
        using Scalar none = 0;
        using Tensor negative = weight.lt(none), any = negative.any();
        if (!any.item<bool>()) return weight.sum();
        long first = negative.reshape(-1).nonzero()[0].item<long>();
        double value = weight.reshape(-1)[first].to(ScalarType.Float64).item<double>();
        throw new ArgumentException(FormattableString.Invariant(
            $"weight {first} is {value}, but a mean divides by the sum of the weights, so each must be ≥ 0; correct it, or take the sum."));
    }
}
