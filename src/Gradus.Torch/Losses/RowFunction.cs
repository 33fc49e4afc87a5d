using System.Numerics;
using Gradus.Algebra;
using Gradus.Algebra.Printing;
using Gradus.Drivers;
using Gradus.Losses;
using Gradus.Torch.Interop;
using TorchSharp;
using static TorchSharp.torch;

namespace Gradus.Torch.Losses;

/// <summary>A row loss under autograd: the driver gives value and gradient of each row together.</summary>
internal sealed class RowFunction : autograd.SingleTensorFunction<RowFunction>
{
    public override string Name => nameof(RowFunction);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        Tensor prediction = (Tensor)vars[0], target = (Tensor)vars[1], weight = (Tensor)vars[3];
        TorchLoss module = (TorchLoss)vars[2];
        Evaluation result = Evaluate(module, prediction, target, weight);
        Gradients.Keep(ctx, result, prediction, target, weight);
        ctx.save_data(nameof(TorchLoss), module);
        return result.Value;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        TorchLoss module = (TorchLoss)ctx.get_data(nameof(TorchLoss));
        Tensor slope = Gradients.Take(ctx, inputs: 3, isOverwritten: false, kept => Evaluate(module, kept[0], kept[1], kept[2]))[0];
        Tensor above = grad_output.dim() == 0 ? grad_output : Beside(grad_output, slope);
        return [Gradients.Scale(slope, above), null!, null!, null!];
    }

    /// <summary>
    /// What other devices run: the formula as TorchScript, differentiated by libtorch. A row that is ignored is computed on
    /// zeros, so that nothing in it can spoil the gradient.
    /// </summary>
    public static Tensor Scripted(TorchLoss module, Tensor prediction, Tensor target, Tensor weight)
    {
        IRowLoss loss = (IRowLoss)module.Loss;
        bool spread = target.is_floating_point();
        Tensor x = RowsLast(prediction, spread), weights, q;
        if (x.element_size() < sizeof(float)) x = x.to(ScalarType.Float32);
        long places = x.shape[^1];
        if (spread)
        {
            q = RowsLast(target, spread).to(x.dtype);
            weights = weight.numel() > 0 ? weight.to(x.dtype) : ones(x.shape[0], x.dtype, x.device);
        }
        else
        {
            using Scalar ignored = loss.IgnoreIndex, first = 0;
            Tensor classes = target.flatten().to(ScalarType.Int64), counts = classes.ne(ignored);
            if (weight.numel() > 0) counts = counts.logical_and(weight.flatten().ne(first));
            Memory.CheckClasses(classes, counts, places, loss.IgnoreIndex);
            classes = classes.masked_fill(counts.logical_not(), first);
            q = nn.functional.one_hot(classes, places).to(x.dtype);
            weights = counts.to(x.dtype);
            if (loss.ClassWeights is { } given) weights = weights * tensor(given.ToArray(), x.dtype, x.device).index_select(0, classes);
            if (weight.numel() > 0) weights = weights * weight.flatten().to(x.dtype);
        }

        using Scalar none = 0;
        Memory.Check(loss, "prediction", x, loss.PredictionRange, weights.unsqueeze(1).expand_as(x));
        if (spread) Memory.Check(loss, "target", q, loss.TargetRange, weights.unsqueeze(1).expand_as(x));
        Tensor counting = weights.ne(none);
        x = where(counting.unsqueeze(1), x, zeros_like(x));
        q = where(counting.unsqueeze(1), q, zeros_like(q));

        Symbol formula = loss.At(Symbol.Variable("x"), Symbol.Variable("q"));
        Tensor values = Scripts.CallDifferentiably(TorchScript.OfRows("loss", ["x", "q"], formula), x, q) * weights;
        values = where(counting, values, zeros_like(values));
        Tensor mass = module.Reduction == Reduction.Mean ? SampleWeight.Mass(weights) : weights.sum(), noMass = mass.eq(zeros_like(mass));
        return (module.Reduction switch
        {
            // Where no row counts, the mean is NaN, but its gradient 0.
            Reduction.Mean => where(noMass, full_like(mass, double.NaN), values.sum() / where(noMass, ones_like(mass), mass)),
            Reduction.Sum => values.sum(),
            _ => spread ? values : values.view(target.shape),
        }).to(prediction.dtype);
    }

    private static Evaluation Evaluate(TorchLoss module, Tensor prediction, Tensor target, Tensor weight)
    {
        IRowLoss loss = (IRowLoss)module.Loss;
        return Precision.Run([prediction, target, weight], i => Swept<float>(loss, module.Reduction, i[0], i[1], i[2]), i => Swept<double>(loss, module.Reduction, i[0], i[1], i[2]));
    }

    private static unsafe Evaluation Swept<E>(IRowLoss loss, Reduction reduction, Tensor prediction, Tensor target, Tensor weight)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        bool spread = target.is_floating_point();
        Tensor x = RowsLast(prediction, spread).contiguous();
        Tensor q = spread ? RowsLast(target, spread).to(prediction.dtype).contiguous() : target.to(ScalarType.Int64).contiguous();
        Tensor gradient = Memory.Like(x), w = weight.contiguous();
        Tensor? values = reduction == Reduction.None ? empty(spread ? [x.shape[0]] : target.shape, x.dtype) : null;
        Rows<E> rows = new()
        {
            Count = (nint)x.shape[0],
            Classes = (nint)x.shape[1],
            Logits = (E*)NativeTensor.Data(x.Handle),
            Target = spread ? null : (long*)NativeTensor.Data(q.Handle),
            Distribution = spread ? (E*)NativeTensor.Data(q.Handle) : null,
            Weight = w.numel() == 0 ? null : (E*)NativeTensor.Data(w.Handle),
            Value = values is null ? null : (E*)NativeTensor.Data(values.Handle),
            Gradient = (E*)NativeTensor.Data(gradient.Handle),
        };
        double value = RowDriver.Run(loss, rows, reduction);
        GC.KeepAlive(x);
        GC.KeepAlive(q);
        GC.KeepAlive(w);
        return new(values ?? tensor(value, dtype: x.dtype), [Shaped(gradient, prediction, spread)]);
    }

    /// <summary>One row for each sample where each prediction has a target; else one for each place, over the classes.</summary>
    private static Tensor RowsLast(Tensor prediction, bool spread) =>
        spread ? prediction.flatten(1) : prediction.movedim([1], [-1]).reshape(-1, prediction.shape[1]);

    /// <summary>The way back from rows to the shape of the predictions.</summary>
    private static Tensor Shaped(Tensor rows, Tensor prediction, bool spread)
    {
        long[] shape = prediction.shape;
        return spread ? rows.view(shape) : rows.view([shape[0], .. shape[2..], shape[1]]).movedim([-1], [1]);
    }

    /// <summary>What comes from above each row, beside the row's predictions.</summary>
    private static Tensor Beside(Tensor above, Tensor slope)
    {
        if (above.dim() == slope.dim() - 1 && above.dim() > 1) return above.unsqueeze(1);
        while (above.dim() < slope.dim()) above = above.unsqueeze(-1);
        return above;
    }
}
