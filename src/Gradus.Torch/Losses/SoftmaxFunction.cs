using System.Numerics;
using Gradus.Algebra;
using Gradus.Algebra.Printing;
using Gradus.Drivers;
using Gradus.Losses;
using Gradus.Torch.Interop;
using TorchSharp;
using static TorchSharp.torch;

namespace Gradus.Torch.Losses;

/// <summary>A softmax loss under autograd: two passes over each row give its loss and its gradient.</summary>
internal sealed class SoftmaxFunction : autograd.SingleTensorFunction<SoftmaxFunction>
{
    public override string Name => nameof(SoftmaxFunction);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        Tensor prediction = (Tensor)vars[0], target = (Tensor)vars[1], weight = (Tensor)vars[3];
        TorchLoss module = (TorchLoss)vars[2];
        Evaluation result = Evaluate(module, prediction, target, weight, wantsSlope: true);
        Gradients.Keep(ctx, result, prediction, target, weight);
        ctx.save_data(nameof(TorchLoss), module);
        return result.Value;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        TorchLoss module = (TorchLoss)ctx.get_data(nameof(TorchLoss));
        Tensor slope = Gradients.Take(
            ctx, inputs: 3, module.OverwritePrediction, kept => Evaluate(module, kept[0], kept[1], kept[2], wantsSlope: true))[0];
        Tensor above = grad_output.dim() == 0 ? grad_output : grad_output.unsqueeze(1);
        return [Gradients.Scale(slope, above), null!, null!, null!];
    }

    /// <summary>The value alone.</summary>
    public static Tensor Value(TorchLoss module, Tensor prediction, Tensor target, Tensor weight) =>
        Evaluate(module, prediction, target, weight, wantsSlope: false).Value;

    private static Evaluation Evaluate(TorchLoss module, Tensor prediction, Tensor target, Tensor weight, bool wantsSlope)
    {
        if (module.Script || prediction.device_type != DeviceType.CPU)
        {
            return Composed((ISoftmaxLoss)module.Loss, module.Reduction, prediction, target, weight);
        }

        return Precision.Run([prediction, target, weight], x => Swept<float>(module, x[0], x[1], x[2], wantsSlope), x => Swept<double>(module, x[0], x[1], x[2], wantsSlope));
    }

    private static unsafe Evaluation Swept<E>(TorchLoss module, Tensor prediction, Tensor target, Tensor weight, bool wantsSlope)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        Tensor logits = ClassesLast(prediction).contiguous(), w = weight.contiguous();
        bool spread = target.is_floating_point();
        Tensor targets = spread ? ClassesLast(target).to(prediction.dtype).contiguous() : target.to(ScalarType.Int64).contiguous();
        Tensor gradient = !wantsSlope ? empty(0, logits.dtype) : module.OverwritePrediction ? Memory.TakeOver(logits) : Memory.Like(logits);
        Tensor? values = module.Reduction == Reduction.None ? empty(logits.shape[..^1], logits.dtype) : null;
        long classes = logits.shape[^1];
        Rows<E> rows = new()
        {
            Count = (nint)(classes == 0 ? 0 : logits.numel() / classes),
            Classes = (nint)classes,
            Logits = (E*)NativeTensor.Data(logits.Handle),
            Target = spread ? null : (long*)NativeTensor.Data(targets.Handle),
            Distribution = spread ? (E*)NativeTensor.Data(targets.Handle) : null,
            Weight = w.numel() == 0 ? null : (E*)NativeTensor.Data(w.Handle),
            Value = values is null ? null : (E*)NativeTensor.Data(values.Handle),
            Gradient = gradient.numel() == 0 ? null : (E*)NativeTensor.Data(gradient.Handle),
        };
        double value = SoftmaxDriver.Run((ISoftmaxLoss)module.Loss, rows, module.Reduction);
        GC.KeepAlive(logits);
        GC.KeepAlive(targets);
        GC.KeepAlive(w);
        return new(values ?? tensor(value, dtype: logits.dtype), [wantsSlope ? ClassesSecond(gradient) : gradient]);
    }

    /// <summary>The same for other devices: log-softmax by libtorch, F and F′ as TorchScript.</summary>
    private static Evaluation Composed(ISoftmaxLoss loss, Reduction reduction, Tensor prediction, Tensor target, Tensor weight)
    {
        using IDisposable off = no_grad();
        Tensor logits = ClassesLast(prediction);
        long classes = logits.shape[^1];

        // Numbers are held until the last call that takes one: TorchSharp lets them be finalized while libtorch reads them.
        using Scalar ignored = loss.IgnoreIndex, first = 0, rest = 1 - loss.LabelSmoothing, even = loss.LabelSmoothing / classes, s = loss.Scale;
        bool spread = target.is_floating_point();
        Tensor counts = spread ? ones_like(target.select(1, 0), ScalarType.Bool) : target.ne(ignored);
        if (weight.numel() > 0) counts = counts.logical_and(weight.ne(first));
        if (!spread) Memory.CheckClasses(target, counts, classes, loss.IgnoreIndex);
        Tensor counted = weight.numel() > 0 ? counts.to(logits.dtype) * weight : counts.to(logits.dtype);
        Tensor q = spread
            ? ClassesLast(target).to(logits.dtype)
            : nn.functional.one_hot(target.to(ScalarType.Int64).masked_fill(counts.logical_not(), first), classes).to(logits.dtype);
        Tensor PerClass(IReadOnlyList<double> numbers) => tensor(numbers.ToArray(), logits.dtype, prediction.device);
        Tensor weights = SoftmaxDriver.WeightsOf(loss, (nint)classes) is { } given ? PerClass(given) : ones(classes, logits.dtype, prediction.device);
        Tensor moved = logits;
        if (SoftmaxDriver.OffsetsOf(loss, (nint)classes) is { } offsets) moved = moved + PerClass(offsets);
        if (SoftmaxDriver.MarginsOf(loss, (nint)classes) is { } margins) moved = moved - q * PerClass(margins);
        if (loss.Scale != 1) moved = moved * s;
        Tensor log = nn.functional.log_softmax(moved, -1);
        Dual<Symbol> f = loss.At(Dual<Symbol>.Variable(Symbol.Variable("p")));
        (Tensor cost, Tensor slope, _) = Scripts.Call(TorchScript.Returning("loss", ["p"], f.Value, f.Slope, Symbol.Zero), log);
        Tensor counting = spread ? counted : (q * weights).sum(-1) * counted;
        Tensor mass = reduction == Reduction.Mean ? SampleWeight.Mass(counting) : counting.sum();
        Tensor a = (q * rest + even) * weights * counted.unsqueeze(-1);
        Tensor costs = a.ne(first);
        Tensor values = where(costs, a * cost, zeros_like(a)).sum(-1);
        Tensor pull = where(costs, a * slope, zeros_like(a));
        Tensor gradient = pull - log.exp() * pull.sum(-1, keepdim: true);
        if (weight.numel() > 0) gradient = where(weight.eq(first).unsqueeze(-1), zeros_like(gradient), gradient);
        if (loss.Scale != 1) gradient = gradient * s;
        return reduction switch
        {
            // Where no row counts, the mean is NaN, but its gradient 0.
            Reduction.Mean => new(values.sum() / mass, [ClassesSecond(gradient / where(mass.eq(first), ones_like(mass), mass))]),
            Reduction.Sum => new(values.sum(), [ClassesSecond(gradient)]),
            _ => new(values, [ClassesSecond(gradient)]),
        };
    }

    private static Tensor ClassesLast(Tensor x) => x.movedim([1], [-1]);

    private static Tensor ClassesSecond(Tensor x) => x.movedim([-1], [1]);
}
