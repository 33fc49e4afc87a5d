using Gradus.Losses;
using static TorchSharp.torch;

namespace Gradus.Torch.Losses;

/// <summary>A metric loss under autograd: forward computes the gradient along with the value.</summary>
internal sealed class MetricFunction : autograd.SingleTensorFunction<MetricFunction>
{
    /// <summary>Two or three inputs of the loss, and weights; what is not there is empty.</summary>
    private const int Inputs = 4;
    private const string Walked = nameof(Walked);

    public override string Name => nameof(MetricFunction);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        Tensor[] inputs = [.. vars.Take(Inputs).Cast<Tensor>()];
        TorchMetricLoss module = (TorchMetricLoss)vars[Inputs];
        bool[] wanted = [.. inputs.Select(input => input.requires_grad)];

        // What is not reduced has no gradient before it is known what comes from above.
        bool now = module.Reduction != Reduction.None;
        Evaluation result = Evaluate(module, inputs, now ? wanted : new bool[Inputs], null);
        ctx.save_for_backward([.. result.Slopes, .. inputs.Select(Gradients.Unversioned)]);
        ctx.save_data(nameof(TorchMetricLoss), module);
        ctx.save_data(nameof(wanted), wanted);
        if (!now) ctx.save_data(Walked, true);
        return result.Value;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        TorchMetricLoss module = (TorchMetricLoss)ctx.get_data(nameof(TorchMetricLoss));
        List<Tensor> slopes = ctx.get_saved_variables();
        bool[] wanted = (bool[])ctx.get_data(nameof(wanted));
        bool apart = module.Reduction == Reduction.None;

        // The first walk hands out the derivatives themselves; a later one, over a graph that was kept, computes them anew.
        if (ctx.get_data(Walked) is not null)
        {
            slopes = Evaluate(module, [.. slopes.Skip(Inputs)], wanted, apart ? grad_output : null).Slopes;
        }

        ctx.save_data(Walked, true);
        return [.. slopes.Take(Inputs).Select((slope, i) => !wanted[i] ? null! : apart ? slope : Gradients.Scale(slope, grad_output)), null!];
    }

    private static Evaluation Evaluate(TorchMetricLoss module, Tensor[] inputs, bool[] wanted, Tensor? above)
    {
        using IDisposable off = no_grad();
        Tensor like = inputs[0];
        bool twice = like.dtype == ScalarType.Float64;
        ScalarType type = twice ? ScalarType.Float64 : ScalarType.Float32;
        Tensor[] here = [.. inputs.Select(input => (input.is_floating_point() ? input.to(CPU).to(type) : input).contiguous())];
        Tensor? fromAbove = above?.to(CPU).to(type).contiguous();
        Evaluation result = twice
            ? MetricSweep<double>.Run(module.Loss, module.Reduction, here, wanted, fromAbove)
            : MetricSweep<float>.Run(module.Loss, module.Reduction, here, wanted, fromAbove);
        return new(
            result.Value.to(like.device).to(like.dtype),
            [.. result.Slopes.Select(slope => slope.numel() == 0 ? slope : slope.to(like.device).to(like.dtype))]);
    }
}
