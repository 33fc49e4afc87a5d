using Gradus.Drivers;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>A row of predictions for each sample, with the class it should have or a number for each prediction.</summary>
internal sealed class RowForm : LossForm
{
    private const int Rows = 4;
    private const int Places = 5;

    public override IReadOnlyList<LossInput> Inputs { get; } = [new("prediction"), new("target"), new("weight", IsRequired: false)];

    public override string Example => """{"prediction": [[2, 0.5, -1], [0, 1, 3]], "target": [0, 2]} or {"prediction": [[0.5, 0.1, 0.9]], "target": [[1, 0, 1]]}""";

    public override bool Fits(ILoss loss) => loss is IRowLoss;

    public override unsafe LossEvaluation Evaluate(ILoss loss, LossInputs inputs, Reduction reduction)
    {
        NumberArray prediction = inputs["prediction"], target = inputs["target"];
        if (((IRowLoss)loss).Target == RowTarget.Values) Alike(loss, "prediction", prediction, "target", target);
        RowInputs rows = RowInputs.Of(loss, prediction, target, Example);
        NumberArray? weights = inputs.Find("weight");
        if (weights is not null && weights.Count != prediction.Rows) throw new ArgumentException($"weight holds {weights.ShapeText}, but there are {prediction.Rows} rows; give one weight for each.");
        double[] values = new double[prediction.Rows], slopes = new double[prediction.Count];
        fixed (double* x = prediction.Values, q = rows.Values, weight = weights is null ? default : weights.Values, value = values, slope = slopes)
        fixed (long* classes = rows.Classes)
        {
            double reduced = RowDriver.Run((IRowLoss)loss, new Rows<double>
            {
                Count = prediction.Rows, Classes = prediction.Width, Logits = x,
                Target = rows.Classes.Length > 0 ? classes : null, Distribution = rows.Classes.Length > 0 ? null : q,
                Weight = weight, Value = value, Gradient = slope,
            }, reduction);
            return new(reduced, new(values, [.. prediction.Shape.SkipLast(1)]), new Dictionary<string, NumberArray> { ["prediction"] = prediction.With(slopes) });
        }
    }

    public override LossInputs Draw(ILoss loss, SplitMix64 random)
    {
        IRowLoss rows = (IRowLoss)loss;
        int places = rows.ClassWeights?.Count ?? Places;
        double[] prediction = [.. Enumerable.Range(0, Rows * places).Select(_ => PointwiseForm.Draw(random, rows.PredictionRange))];
        NumberArray target = rows.Target == RowTarget.Values
            ? new([.. prediction.Select(_ => PointwiseForm.Draw(random, rows.TargetRange))], [Rows, places])
            : new([.. Enumerable.Range(0, Rows).Select(_ => Math.Floor(places * random.NextUniform()))]);
        return new(new NumberArray(prediction, [Rows, places]), target);
    }

    /// <summary>Over the true class's prediction where classes are what is predicted; masks and rankings have no such line.</summary>
    public override IReadOnlyList<LossSlice> Slices(ILoss loss)
    {
        IRowLoss rows = (IRowLoss)loss;
        int classes = rows.ClassWeights?.Count ?? 2;
        return rows.Target == RowTarget.Values || rows.PredictionRange != ParameterRange.Any ? [] :
        [
            new(loss, "", SoftmaxForm.AxisOf(classes), -6, 6, x => new(new([x, .. new double[classes - 1]], [1, classes]), new(0)), "prediction"),
        ];
    }
}
