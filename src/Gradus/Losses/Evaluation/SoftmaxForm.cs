using Gradus.Drivers;

namespace Gradus.Losses;

/// <summary>A row of logits for each sample, with the class it should have or a distribution over classes, and perhaps a weight.</summary>
internal sealed class SoftmaxForm : LossForm
{
    public override IReadOnlyList<LossInput> Inputs { get; } = [new("prediction"), new("target"), new("weight", IsRequired: false)];

    public override string Example => """{"prediction": [[2, 0.5, -1], [0, 1, 3]], "target": [0, 2]}""";

    public override bool Fits(ILoss loss) => loss is ISoftmaxLoss;

    public override unsafe LossEvaluation Evaluate(ILoss loss, LossInputs inputs, Reduction reduction)
    {
        NumberArray logits = inputs["prediction"];
        RowInputs rows = RowInputs.Of(loss, logits, inputs["target"], Example);
        NumberArray? weights = inputs.Find("weight");
        if (weights is not null && !weights.Shape.SequenceEqual(logits.Shape.SkipLast(1)))
        {
            throw new ArgumentException($"prediction holds {logits.ShapeText}, weight {weights.ShapeText}; {Catalog.NameOf(loss)} needs one weight for each row of predictions.");
        }

        double[] values = new double[logits.Rows], slopes = new double[logits.Count];
        fixed (double* x = logits.Values, q = rows.Values, weight = weights is null ? default : weights.Values, value = values, slope = slopes)
        fixed (long* classes = rows.Classes)
        {
            double reduced = SoftmaxDriver.Run((ISoftmaxLoss)loss, new Rows<double>
            {
                Count = logits.Rows, Classes = logits.Width, Logits = x,
                Target = rows.Classes.Length > 0 ? classes : null, Distribution = rows.Classes.Length > 0 ? null : q,
                Weight = weight, Value = value, Gradient = slope,
            }, reduction);
            return new(reduced, new(values, [.. logits.Shape.SkipLast(1)]), new Dictionary<string, NumberArray> { ["prediction"] = logits.With(slopes) });
        }
    }

    public override LossInputs Draw(ILoss loss, SplitMix64 random)
    {
        int classes = ((ISoftmaxLoss)loss).ClassWeights?.Count ?? 5;
        double[] logits = [.. Enumerable.Range(0, 4 * classes).Select(_ => 2 * random.NextNormal())];
        double[] target = [.. Enumerable.Range(0, 4).Select(_ => Math.Floor(classes * random.NextUniform()))];
        return new(new NumberArray(logits, [4, classes]), new NumberArray(target));
    }

    /// <summary>Over how far the logit of the true class lies above all others.</summary>
    public override IReadOnlyList<LossSlice> Slices(ILoss loss)
    {
        int classes = ((ISoftmaxLoss)loss).ClassWeights?.Count ?? 2;
        return [new(loss, "", AxisOf(classes), -6, 6,
            x => new(new([x, .. new double[classes - 1]], [1, classes]), new(0)), "prediction")];
    }

    internal static string AxisOf(int classes) =>
        classes == 2 ? "logit of the true class above the other" : $"logit of the true class above the {classes - 1} others";
}
