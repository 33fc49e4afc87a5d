using System.Numerics;
using Gradus.Algebra;
using Gradus.Algebra.Printing;
using Gradus.Drivers;
using Gradus.Losses;
using Gradus.Torch.Interop;
using TorchSharp;
using static TorchSharp.torch;

namespace Gradus.Torch.Losses;

/// <summary>A pointwise loss under autograd: the forward sweep already writes the derivative that backward returns.</summary>
internal sealed class PointwiseFunction : autograd.SingleTensorFunction<PointwiseFunction>
{
    public override string Name => nameof(PointwiseFunction);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        Tensor prediction = (Tensor)vars[0], target = (Tensor)vars[1];
        TorchLoss module = (TorchLoss)vars[2];
        Evaluation result = Evaluate(module, prediction, target, target.requires_grad);
        Gradients.Keep(ctx, result, prediction, target);
        ctx.save_data(nameof(TorchLoss), module);
        return result.Value;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        TorchLoss module = (TorchLoss)ctx.get_data(nameof(TorchLoss));
        List<Tensor> slopes = Gradients.Take(ctx, (prediction, target) => Evaluate(module, prediction, target, byTarget: true));
        return [Gradients.Scale(slopes[0], grad_output), Gradients.Scale(slopes[1], grad_output), null!];
    }

    private static Evaluation Evaluate(TorchLoss module, Tensor prediction, Tensor target, bool byTarget)
    {
        IPointwiseLoss loss = (IPointwiseLoss)module.Loss;
        Reduction reduction = module.Reduction;
        if (module.Script || prediction.device_type != DeviceType.CPU) return Scripted(loss, reduction, prediction, target, byTarget);
        return prediction.dtype switch
        {
            ScalarType.Float32 => Swept<float>(loss, reduction, prediction, target, byTarget),
            ScalarType.Float64 => Swept<double>(loss, reduction, prediction, target, byTarget),
            _ => Swept<float>(loss, reduction, prediction.to(ScalarType.Float32), target.to(ScalarType.Float32), byTarget).To(prediction.dtype),
        };
    }

    private static unsafe Evaluation Swept<E>(IPointwiseLoss loss, Reduction reduction, Tensor prediction, Tensor target, bool byTarget)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        Tensor ŷ = prediction.contiguous(), y = target.contiguous();
        long count = ŷ.numel();
        Tensor slope = empty_like(ŷ), targetSlope = byTarget ? empty_like(y) : empty(0, ŷ.dtype);
        Tensor? values = reduction == Reduction.None ? empty_like(ŷ) : null;
        Pairs<E> pairs = new()
        {
            Prediction = (E*)NativeTensor.Data(ŷ.Handle),
            Target = (E*)NativeTensor.Data(y.Handle),
            Slope = (E*)NativeTensor.Data(slope.Handle),
            TargetSlope = byTarget ? (E*)NativeTensor.Data(targetSlope.Handle) : null,
            Value = values is null ? null : (E*)NativeTensor.Data(values.Handle),
            Scale = reduction == Reduction.Mean ? 1.0 / count : 1,
        };
        double sum = PointwiseDriver.Run(loss, pairs, (nint)count);
        GC.KeepAlive(ŷ);
        GC.KeepAlive(y);
        return new(values ?? tensor(reduction == Reduction.Mean ? sum / count : sum, dtype: ŷ.dtype), [slope, targetSlope]);
    }

    private static Evaluation Scripted(IPointwiseLoss loss, Reduction reduction, Tensor prediction, Tensor target, bool byTarget)
    {
        Symbol ŷ = Symbol.Variable("p"), y = Symbol.Variable("y");
        Dual<Symbol> byPrediction = loss.At(Dual<Symbol>.Variable(ŷ), Dual<Symbol>.Fixed(y));
        Symbol bySecond = byTarget ? loss.At(Dual<Symbol>.Fixed(ŷ), Dual<Symbol>.Variable(y)).Slope : Symbol.Zero;
        (Tensor values, Tensor slope, Tensor targetSlope) = Scripts.Call(
            TorchScript.Returning("loss", ["p", "y"], byPrediction.Value, byPrediction.Slope, bySecond), prediction, target);
        using Scalar scale = reduction == Reduction.Mean ? 1.0 / prediction.numel() : 1.0;
        Tensor value = reduction switch { Reduction.Mean => values.mean(), Reduction.Sum => values.sum(), _ => values };
        return new(value, [slope * scale, targetSlope * scale]);
    }
}
