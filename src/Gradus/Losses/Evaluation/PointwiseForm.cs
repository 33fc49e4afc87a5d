using Gradus.Drivers;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>Predictions and targets of one shape, compared one by one, and perhaps a weight for each.</summary>
internal sealed class PointwiseForm : LossForm
{
    public override IReadOnlyList<LossInput> Inputs { get; } = [new("prediction"), new("target"), new("weight", IsRequired: false)];

    public override string Example => """{"prediction": [2, 3, -20], "target": [0, 0, 0]}""";

    public override bool Fits(ILoss loss) => loss is IPointwiseLoss;

    public override unsafe LossEvaluation Evaluate(ILoss loss, LossInputs inputs, Reduction reduction)
    {
        NumberArray prediction = inputs["prediction"], target = inputs["target"];
        Alike(loss, "prediction", prediction, "target", target);
        NumberArray? weights = inputs.Find("weight");
        if (weights is not null) Alike(loss, "prediction", prediction, "weight", weights);
        int n = prediction.Count;
        if (n == 0) throw new ArgumentException("There are no predictions; give at least one.");
        double[] values = new double[n], slopes = new double[n], targetSlopes = new double[n];
        fixed (double* ŷ = prediction.Values, y = target.Values, weight = weights is null ? default : weights.Values, value = values, slope = slopes, targetSlope = targetSlopes)
        {
            Pairs<double> pairs = new()
            {
                Prediction = ŷ, Target = y, Weight = weight, Value = value, Slope = slope, TargetSlope = targetSlope,
            };
            double mass = reduction == Reduction.Mean ? PointwiseDriver.Mass(pairs, n) : 1;
            pairs.Scale = 1 / mass;
            double sum = PointwiseDriver.Run((IPointwiseLoss)loss, pairs, n);
            return new(sum / mass, prediction.With(values), new Dictionary<string, NumberArray>
            {
                ["prediction"] = prediction.With(slopes),
                ["target"] = target.With(targetSlopes),
            });
        }
    }

    public override LossInputs Draw(ILoss loss, SplitMix64 random)
    {
        IPointwiseLoss pointwise = (IPointwiseLoss)loss;
        double[] Some(ParameterRange range) => [.. Enumerable.Range(0, 12).Select(_ => Draw(random, range))];
        return new(new NumberArray(Some(pointwise.PredictionRange)), new NumberArray(Some(pointwise.TargetRange)));
    }

    /// <summary>Over the error where any target will do, else over the prediction for the largest target, or for 1.</summary>
    public override IReadOnlyList<LossSlice> Slices(ILoss loss)
    {
        ParameterRange predictions = ((IPointwiseLoss)loss).PredictionRange, targets = ((IPointwiseLoss)loss).TargetRange;
        bool free = predictions == ParameterRange.Any && targets == ParameterRange.Any;
        double y = free ? 0 : double.IsFinite(targets.Max) ? targets.Max : 1;
        double from = double.IsFinite(predictions.Min) ? predictions.Min : -5;
        double to = double.IsFinite(predictions.Max) ? predictions.Max : double.IsFinite(predictions.Min) ? predictions.Min + 5 : 5;
        double margin = predictions == ParameterRange.Any ? 0 : 0.005 * (to - from);
        return [new(loss, "", free ? "error ŷ − y" : $"prediction ŷ where the target is {y}", from + margin, to - margin,
            x => new(new NumberArray(x), new NumberArray(y)), "prediction")];
    }

    /// <summary>A number well inside a range.</summary>
    internal static double Draw(SplitMix64 random, ParameterRange range) => (double.IsFinite(range.Min), double.IsFinite(range.Max)) switch
    {
        (true, true) => range.Min + (range.Max - range.Min) * (0.02 + 0.96 * random.NextUniform()),
        (true, false) => range.Min + 0.1 + 3 * random.NextUniform(),
        (false, true) => range.Max - 0.1 - 3 * random.NextUniform(),
        _ => 3 * random.NextNormal(),
    };
}
