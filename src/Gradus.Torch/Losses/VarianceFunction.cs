using System.Numerics;
using Gradus.Algebra;
using Gradus.Algebra.Printing;
using Gradus.Drivers;
using Gradus.Losses;
using Gradus.Torch.Interop;
using TorchSharp;
using static TorchSharp.torch;

namespace Gradus.Torch.Losses;

/// <summary>A loss with a variance under autograd: the forward sweep already writes the derivatives that backward returns.</summary>
internal sealed class VarianceFunction : autograd.SingleTensorFunction<VarianceFunction>
{
    public override string Name => nameof(VarianceFunction);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        Tensor prediction = (Tensor)vars[0], target = (Tensor)vars[1], variance = (Tensor)vars[2];
        TorchVarianceLoss module = (TorchVarianceLoss)vars[3];
        Evaluation result = Evaluate(module, prediction, target, variance, target.requires_grad);
        Gradients.Keep(ctx, result, prediction, target, variance);
        ctx.save_data(nameof(TorchVarianceLoss), module);
        return result.Value;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        TorchVarianceLoss module = (TorchVarianceLoss)ctx.get_data(nameof(TorchVarianceLoss));
        List<Tensor> slopes = Gradients.Take(ctx, isOverwritten: false, (prediction, target, variance) => Evaluate(module, prediction, target, variance, byTarget: true));
        return [.. slopes.Take(3).Select(slope => slope.numel() == 0 ? null! : Gradients.Scale(slope, grad_output)), null!];
    }

    private static Evaluation Evaluate(TorchVarianceLoss module, Tensor prediction, Tensor target, Tensor variance, bool byTarget)
    {
        if (module.Script || prediction.device_type != DeviceType.CPU) return Scripted(module, prediction, target, variance, byTarget);
        return Precision.Run(prediction, target, variance, (p, t, v) => Swept<float>(module, p, t, v, byTarget), (p, t, v) => Swept<double>(module, p, t, v, byTarget));
    }

    private static unsafe Evaluation Swept<E>(TorchVarianceLoss module, Tensor prediction, Tensor target, Tensor variance, bool byTarget)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        Tensor ŷ = prediction.contiguous(), y = target.contiguous(), s = variance.contiguous();
        long count = ŷ.numel();
        Tensor slope = Memory.Like(ŷ), targetSlope = byTarget ? Memory.Like(y) : empty(0, ŷ.dtype), varianceSlope = Memory.Like(s);
        Tensor? values = module.Reduction == Reduction.None ? empty_like(ŷ) : null;
        Triples<E> triples = new()
        {
            Prediction = (E*)NativeTensor.Data(ŷ.Handle),
            Target = (E*)NativeTensor.Data(y.Handle),
            Variance = (E*)NativeTensor.Data(s.Handle),
            Slope = (E*)NativeTensor.Data(slope.Handle),
            TargetSlope = byTarget ? (E*)NativeTensor.Data(targetSlope.Handle) : null,
            VarianceSlope = (E*)NativeTensor.Data(varianceSlope.Handle),
            Value = values is null ? null : (E*)NativeTensor.Data(values.Handle),
            Scale = module.Reduction == Reduction.Mean ? 1.0 / count : 1,
        };
        double sum = VarianceDriver.Run(module.Loss, triples, (nint)count);
        GC.KeepAlive(ŷ);
        GC.KeepAlive(y);
        GC.KeepAlive(s);
        return new(values ?? tensor(module.Reduction == Reduction.Mean ? sum / count : sum, dtype: ŷ.dtype), [slope, targetSlope, varianceSlope]);
    }

    private static Evaluation Scripted(TorchVarianceLoss module, Tensor prediction, Tensor target, Tensor variance, bool byTarget)
    {
        Symbol ŷ = Symbol.Variable("p"), y = Symbol.Variable("y"), s = Symbol.Variable("s");
        Dual<Symbol> byPrediction = module.Loss.At(Dual<Symbol>.Variable(ŷ), Dual<Symbol>.Fixed(y), Dual<Symbol>.Fixed(s));
        Symbol bySecond = byTarget ? module.Loss.At(Dual<Symbol>.Fixed(ŷ), Dual<Symbol>.Variable(y), Dual<Symbol>.Fixed(s)).Slope : Symbol.Zero;
        Symbol byVariance = module.Loss.At(Dual<Symbol>.Fixed(ŷ), Dual<Symbol>.Fixed(y), Dual<Symbol>.Variable(s)).Slope;
        Tensor[] results = Scripts.CallAll(
            TorchScript.Returning("loss", ["p", "y", "s"], byPrediction.Value, byPrediction.Slope, bySecond, byVariance), prediction, target, variance);
        using Scalar scale = module.Reduction == Reduction.Mean ? 1.0 / prediction.numel() : 1.0;
        Tensor value = module.Reduction switch { Reduction.Mean => results[0].mean(), Reduction.Sum => results[0].sum(), _ => results[0] };
        return new(value, [.. results[1..].Select(slope => slope * scale)]);
    }
}
