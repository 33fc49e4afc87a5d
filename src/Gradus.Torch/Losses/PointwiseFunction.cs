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
        Tensor prediction = (Tensor)vars[0], target = (Tensor)vars[1], weight = (Tensor)vars[3];
        TorchLoss module = (TorchLoss)vars[2];
        Evaluation result = Evaluate(module, prediction, target, weight, Wanted(target.requires_grad));
        Gradients.Keep(ctx, result, prediction, target, weight);
        ctx.save_data(nameof(TorchLoss), module);
        return result.Value;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        TorchLoss module = (TorchLoss)ctx.get_data(nameof(TorchLoss));
        List<Tensor> slopes = Gradients.Take(
            ctx, inputs: 3, module.OverwritePrediction, kept => Evaluate(module, kept[0], kept[1], kept[2], Wanted(byTarget: true)));
        return [Gradients.Scale(slopes[0], grad_output), slopes[1].numel() == 0 ? null! : Gradients.Scale(slopes[1], grad_output), null!, null!];
    }

    /// <summary>The value alone.</summary>
    public static Tensor Value(TorchLoss module, Tensor prediction, Tensor target, Tensor weight) =>
        Evaluate(module, prediction, target, weight, Slopes.None).Value;

    [Flags]
    private enum Slopes
    {
        None = 0,
        ByPrediction = 1,
        ByTarget = 2,
    }

    private static Slopes Wanted(bool byTarget) => byTarget ? Slopes.ByPrediction | Slopes.ByTarget : Slopes.ByPrediction;

    private static Evaluation Evaluate(TorchLoss module, Tensor prediction, Tensor target, Tensor weight, Slopes wanted)
    {
        if (module.Script || prediction.device_type != DeviceType.CPU)
        {
            return Scripted((IPointwiseLoss)module.Loss, module.Reduction, prediction, target, weight, wanted.HasFlag(Slopes.ByTarget));
        }

        return Precision.Run([prediction, target, weight], x => Swept<float>(module, x[0], x[1], x[2], wanted), x => Swept<double>(module, x[0], x[1], x[2], wanted));
    }

    private static unsafe Evaluation Swept<E>(TorchLoss module, Tensor prediction, Tensor target, Tensor weight, Slopes wanted)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        Reduction reduction = module.Reduction;
        Tensor ŷ = prediction.contiguous(), y = target.contiguous(), w = weight.contiguous(), nothing = empty(0, ŷ.dtype);
        long count = ŷ.numel();
        Tensor slope = !wanted.HasFlag(Slopes.ByPrediction) ? nothing : module.OverwritePrediction ? Memory.TakeOver(ŷ) : Memory.Like(ŷ);
        Tensor targetSlope = wanted.HasFlag(Slopes.ByTarget) ? Memory.Like(y) : nothing;
        Tensor? values = reduction == Reduction.None ? empty_like(ŷ) : null;
        Pairs<E> pairs = new()
        {
            Prediction = (E*)NativeTensor.Data(ŷ.Handle),
            Target = (E*)NativeTensor.Data(y.Handle),
            Weight = w.numel() == 0 ? null : (E*)NativeTensor.Data(w.Handle),
            Slope = slope.numel() == 0 ? null : (E*)NativeTensor.Data(slope.Handle),
            TargetSlope = targetSlope.numel() == 0 ? null : (E*)NativeTensor.Data(targetSlope.Handle),
            Value = values is null ? null : (E*)NativeTensor.Data(values.Handle),
        };
        double mass = reduction == Reduction.Mean ? PointwiseDriver.Mass(pairs, (nint)count) : 1;
        pairs.Scale = 1 / mass;
        double sum = PointwiseDriver.Run((IPointwiseLoss)module.Loss, pairs, (nint)count);
        GC.KeepAlive(ŷ);
        GC.KeepAlive(y);
        GC.KeepAlive(w);
        return new(values ?? tensor(sum / mass, dtype: ŷ.dtype), [slope, targetSlope]);
    }

    private static Evaluation Scripted(IPointwiseLoss loss, Reduction reduction, Tensor prediction, Tensor target, Tensor weight, bool byTarget)
    {
        Symbol ŷ = Symbol.Variable("p"), y = Symbol.Variable("y");
        Dual<Symbol> byPrediction = loss.At(Dual<Symbol>.Variable(ŷ), Dual<Symbol>.Fixed(y));
        Symbol bySecond = byTarget ? loss.At(Dual<Symbol>.Fixed(ŷ), Dual<Symbol>.Variable(y)).Slope : Symbol.Zero;
        using IDisposable off = no_grad();
        Memory.Check(loss, "prediction", prediction, loss.PredictionRange, weight);
        Memory.Check(loss, "target", target, loss.TargetRange, weight);
        (Tensor values, Tensor slope, Tensor targetSlope) = Scripts.Call(
            TorchScript.Returning("loss", ["p", "y"], byPrediction.Value, byPrediction.Slope, bySecond), prediction, target);
        Tensor? mass = null;
        if (weight.numel() > 0)
        {
            using Scalar none = 0;
            Tensor Weighed(Tensor x) => where(weight.eq(none), zeros_like(weight), x * weight);
            (values, slope, targetSlope, mass) = (Weighed(values), Weighed(slope), Weighed(targetSlope), reduction == Reduction.Mean ? SampleWeight.Mass(weight) : null);
        }

        using Scalar count = prediction.numel();
        Tensor Reduced(Tensor x) => reduction != Reduction.Mean ? x : mass is null ? x / count : x / mass;
        return new(reduction == Reduction.None ? values : Reduced(values.sum()), [Reduced(slope), Reduced(targetSlope)]);
    }
}
