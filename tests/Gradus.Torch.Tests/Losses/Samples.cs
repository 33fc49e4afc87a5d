using Gradus.Losses;
using Gradus.Metadata;
using Gradus.Torch.Losses;
using Gradus.Torch.Tests.Optimizers;
using static TorchSharp.torch;

namespace Gradus.Torch.Tests.Losses;

/// <summary>The losses of the catalogue in a few settings each, and inputs that suit them.</summary>
internal static class Samples
{
    public static TheoryData<string> Pointwise { get; } = [.. All().Where(method => method is IPointwiseLoss).Select(Notation.Print).Distinct()];

    public static TheoryData<string> Variance { get; } = [.. All().Where(method => method is IVarianceLoss).Select(Notation.Print).Distinct()];

    public static TheoryData<string> Softmax { get; } = [.. All().Where(method => method is ISoftmaxLoss).Select(Notation.Print).Distinct()];

    public static TheoryData<string> Rows { get; } = [.. All().Where(method => method is IRowLoss).Select(Notation.Print).Distinct()];

    public static TorchLoss Loss(string text, Reduction reduction = Reduction.Mean, bool script = false) =>
        new(Notation.ParseLoss(text), reduction) { Script = script };

    /// <summary>Predictions on both sides of zero, away from the places where a loss has a corner.</summary>
    public static Tensor Predictions(long[] shape, ScalarType type, int seed = 1)
    {
        using Tensor numbers = Leaves.Numbers(shape, seed, ScalarType.Float64);
        double[] values = [.. numbers.Numbers().Select(x => 0.013 + 3 * x)];
        return tensor(values, shape, ScalarType.Float64).to(type);
    }

    /// <summary>Zeros and ones: targets that every pointwise loss can have.</summary>
    public static Tensor Targets(long[] shape, ScalarType type)
    {
        using Tensor numbers = Leaves.Numbers(shape, 77, ScalarType.Float64);
        return tensor(numbers.Numbers().Select(x => x > 0 ? 1.0 : 0.0).ToArray(), shape, ScalarType.Float64).to(type);
    }

    /// <summary>Predictions well inside the range that a loss is defined for.</summary>
    public static Tensor PredictionsOf(string loss, long[] shape, ScalarType type, int seed = 1) =>
        Within(((IPointwiseLoss)Notation.ParseLoss(loss)).PredictionRange, shape, type, seed);

    /// <summary>Targets well inside the range that a loss is defined for, and not only its ends.</summary>
    public static Tensor TargetsOf(string loss, long[] shape, ScalarType type, int seed) =>
        Within(((IPointwiseLoss)Notation.ParseLoss(loss)).TargetRange, shape, type, seed);

    /// <summary>A prediction that is as near to a number as a loss allows.</summary>
    public static float Nearest(string loss, float x)
    {
        ParameterRange range = ((IPointwiseLoss)Notation.ParseLoss(loss)).PredictionRange;
        return range.Contains(x) ? x : (float)(x < range.Max ? range.Min + (range.AboveMin ? 1e-4 : 0) : range.Max);
    }

    private static Tensor Within(ParameterRange range, long[] shape, ScalarType type, int seed)
    {
        if (range == ParameterRange.Any) return Predictions(shape, type, seed);
        using Tensor numbers = Leaves.Numbers(shape, seed, ScalarType.Float64);
        double[] values = [.. numbers.Numbers().Select(x => double.IsFinite(range.Max)
            ? range.Min + (range.Max - range.Min) * (0.51 + 0.45 * x)
            : range.Min + 1.613 + 1.5 * x)];
        return tensor(values, shape, ScalarType.Float64).to(type);
    }

    public static Tensor Classes(int classes, params long[] shape)
    {
        using Tensor numbers = Leaves.Numbers(shape, 5, ScalarType.Float64);
        return tensor(numbers.Numbers().Select(x => (long)((x + 1) / 2 * classes)).ToArray(), shape, ScalarType.Int64);
    }

    /// <summary>The value and the gradient by the prediction.</summary>
    public static (Tensor Value, Tensor Gradient) Run(Func<Tensor, Tensor> loss, Tensor prediction)
    {
        Tensor leaf = prediction.detach().requires_grad_();
        Tensor value = loss(leaf);
        (value.numel() == 1 ? value : Weighted(value)).backward();
        return (value.detach(), leaf.grad!);
    }

    /// <summary>A sum in which every element counts differently.</summary>
    private static Tensor Weighted(Tensor value) =>
        (value * Leaves.Numbers(value.shape, 9, ScalarType.Float64).to(value.dtype)).sum();

    private static IEnumerable<IMethod> All()
    {
        foreach (MethodEntry entry in Catalog.Losses)
        {
            yield return entry.Create();
            foreach (ParameterEntry parameter in entry.Parameters)
            {
                if (parameter.Kind == ParameterKind.Switch)
                {
                    yield return entry.Create(new Dictionary<string, object?> { [parameter.Name] = !(bool)parameter.Default! });
                }

                if (parameter.Kind != ParameterKind.Number) continue;
                foreach (double value in (double[])[0, 0.3, 1.3, 2.5])
                {
                    if (parameter.Range.Contains(value)) yield return entry.Create(new Dictionary<string, object?> { [parameter.Name] = value });
                }
            }
        }
    }
}
