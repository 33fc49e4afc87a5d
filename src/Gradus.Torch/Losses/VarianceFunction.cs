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
        Tensor prediction = (Tensor)vars[0], target = (Tensor)vars[1], variance = (Tensor)vars[2], weight = (Tensor)vars[4];
        TorchVarianceLoss module = (TorchVarianceLoss)vars[3];
        Evaluation result = Evaluate(module, prediction, target, variance, weight, target.requires_grad);
        Gradients.Keep(ctx, result, prediction, target, variance, weight);
        ctx.save_data(nameof(TorchVarianceLoss), module);
        return result.Value;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        TorchVarianceLoss module = (TorchVarianceLoss)ctx.get_data(nameof(TorchVarianceLoss));
        List<Tensor> slopes = Gradients.Take(ctx, inputs: 4, isOverwritten: false, kept => Evaluate(module, kept[0], kept[1], kept[2], kept[3], byTarget: true));
        return [.. slopes.Take(3).Select(slope => slope.numel() == 0 ? null! : Gradients.Scale(slope, grad_output)), null!, null!];
    }

    private static Evaluation Evaluate(TorchVarianceLoss module, Tensor prediction, Tensor target, Tensor variance, Tensor weight, bool byTarget)
    {
        if (module.Script || prediction.device_type != DeviceType.CPU) return Scripted(module, prediction, target, variance, weight, byTarget);
        return Precision.Run([prediction, target, variance, weight], x => Swept<float>(module, x, byTarget), x => Swept<double>(module, x, byTarget));
    }

    private static unsafe Evaluation Swept<E>(TorchVarianceLoss module, Tensor[] inputs, bool byTarget)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        Tensor ŷ = inputs[0].contiguous(), y = inputs[1].contiguous(), s = inputs[2].contiguous(), w = inputs[3].contiguous();
        long count = ŷ.numel();
        Tensor slope = Memory.Like(ŷ), targetSlope = byTarget ? Memory.Like(y) : empty(0, ŷ.dtype), varianceSlope = Memory.Like(s);
        Tensor? values = module.Reduction == Reduction.None ? empty_like(ŷ) : null;
        Triples<E> triples = new()
        {
            Prediction = (E*)NativeTensor.Data(ŷ.Handle),
            Target = (E*)NativeTensor.Data(y.Handle),
            Variance = (E*)NativeTensor.Data(s.Handle),
            Weight = w.numel() == 0 ? null : (E*)NativeTensor.Data(w.Handle),
            Slope = (E*)NativeTensor.Data(slope.Handle),
            TargetSlope = byTarget ? (E*)NativeTensor.Data(targetSlope.Handle) : null,
            VarianceSlope = (E*)NativeTensor.Data(varianceSlope.Handle),
            Value = values is null ? null : (E*)NativeTensor.Data(values.Handle),
        };
        double mass = module.Reduction == Reduction.Mean ? VarianceDriver.Mass(triples, (nint)count) : 1;
        triples.Scale = 1 / mass;
        double sum = VarianceDriver.Run(module.Loss, triples, (nint)count);
        GC.KeepAlive(ŷ);
        GC.KeepAlive(y);
        GC.KeepAlive(s);
        GC.KeepAlive(w);
        return new(values ?? tensor(sum / mass, dtype: ŷ.dtype), [slope, targetSlope, varianceSlope]);
    }

    private static Evaluation Scripted(TorchVarianceLoss module, Tensor prediction, Tensor target, Tensor variance, Tensor weight, bool byTarget)
    {
        using IDisposable off = no_grad();
        Memory.Check(module.Loss, "variance", variance, module.Loss.VarianceRange, weight);
        Symbol ŷ = Symbol.Variable("p"), y = Symbol.Variable("y"), s = Symbol.Variable("s");
        Dual<Symbol> byPrediction = module.Loss.At(Dual<Symbol>.Variable(ŷ), Dual<Symbol>.Fixed(y), Dual<Symbol>.Fixed(s));
        Symbol bySecond = byTarget ? module.Loss.At(Dual<Symbol>.Fixed(ŷ), Dual<Symbol>.Variable(y), Dual<Symbol>.Fixed(s)).Slope : Symbol.Zero;
        Symbol byVariance = module.Loss.At(Dual<Symbol>.Fixed(ŷ), Dual<Symbol>.Fixed(y), Dual<Symbol>.Variable(s)).Slope;
        Tensor[] results = Scripts.CallAll(
            TorchScript.Returning("loss", ["p", "y", "s"], byPrediction.Value, byPrediction.Slope, bySecond, byVariance), prediction, target, variance);
        if (weight.numel() > 0)
        {
            using Scalar none = 0;
            Tensor absent = weight.eq(none), nothing = zeros_like(weight);
            results = [.. results.Select(x => where(absent, nothing, x * weight))];
        }

        using Scalar count = prediction.numel();
        Tensor? mass = module.Reduction == Reduction.Mean && weight.numel() > 0 ? SampleWeight.Mass(weight) : null;
        Tensor Reduced(Tensor x) => module.Reduction != Reduction.Mean ? x : mass is null ? x / count : x / mass;
        return new(module.Reduction == Reduction.None ? results[0] : Reduced(results[0].sum()), [.. results[1..].Select(Reduced)]);
    }
}
