using Gradus.Drivers;

namespace Gradus.Losses;

/// <summary>A row of predictions for each sample, with a class or a number for each prediction as target, and perhaps a weight.</summary>
internal abstract class RowsForm : LossForm
{
    public override IReadOnlyList<LossInput> Inputs { get; } = [new("prediction"), new("target"), new("weight", IsRequired: false)];

    public override unsafe LossEvaluation Evaluate(ILoss loss, LossInputs inputs, Reduction reduction)
    {
        NumberArray prediction = inputs["prediction"], target = inputs["target"];
        Refuse(loss, prediction, target);
        RowInputs rows = RowInputs.Of(loss, prediction, target, Example);
        NumberArray? weights = inputs.Find("weight");
        if (weights is not null && !weights.Shape.SequenceEqual(prediction.Shape.SkipLast(1)))
        {
            throw new ArgumentException($"prediction holds {prediction.ShapeText}, weight {weights.ShapeText}; {Catalog.NameOf(loss)} needs one weight for each row of predictions.");
        }

        double[] values = new double[prediction.Rows], slopes = new double[prediction.Count];
        fixed (double* x = prediction.Values, q = rows.Values, weight = weights is null ? default : weights.Values, value = values, slope = slopes)
        fixed (long* classes = rows.Classes)
        {
            double reduced = Run(loss, new Rows<double>
            {
                Count = prediction.Rows, Classes = prediction.Width, Logits = x,
                Target = rows.Classes.Length > 0 ? classes : null, Distribution = rows.Classes.Length > 0 ? null : q,
                Weight = weight, Value = value, Gradient = slope,
            }, reduction);
            return new(reduced, new(values, [.. prediction.Shape.SkipLast(1)]), new Dictionary<string, NumberArray> { ["prediction"] = prediction.With(slopes) });
        }
    }

    /// <summary>The family's driver.</summary>
    protected abstract double Run(ILoss loss, Rows<double> rows, Reduction reduction);

    /// <summary>Refuses what a loss of the family cannot be given.</summary>
    protected virtual void Refuse(ILoss loss, NumberArray prediction, NumberArray target)
    {
    }

    /// <summary>The line over how far the prediction for the true class lies above that for all others.</summary>
    protected static LossSlice OverTrueClass(ILoss loss, int classes) => new(
        loss, "", classes == 2 ? "logit of the true class above the other" : $"logit of the true class above the {classes - 1} others", -6, 6,
        x => new(new([x, .. new double[classes - 1]], [1, classes]), new(0)), "prediction");
}
