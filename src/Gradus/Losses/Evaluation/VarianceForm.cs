using Gradus.Drivers;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>Predictions, targets and predicted variances of one shape.</summary>
internal sealed class VarianceForm : LossForm
{
    public override IReadOnlyList<LossInput> Inputs { get; } = [new("prediction"), new("target"), new("variance"), new("weight", IsRequired: false)];

    public override string Example => """{"prediction": [2, 3, -20], "target": [0, 0, 0], "variance": [1, 1, 4]}""";

    public override bool Fits(ILoss loss) => loss is IVarianceLoss;

    public override unsafe LossEvaluation Evaluate(ILoss loss, LossInputs inputs, Reduction reduction)
    {
        NumberArray prediction = inputs["prediction"], target = inputs["target"], variance = inputs["variance"];
        Alike(loss, "prediction", prediction, "target", target);
        Alike(loss, "prediction", prediction, "variance", variance);
        int n = prediction.Count;
        if (n == 0) throw new ArgumentException("There are no predictions; give at least one.");
        NumberArray? weights = inputs.Find("weight");
        if (weights is not null) Alike(loss, "prediction", prediction, "weight", weights);
        double[] values = new double[n], slopes = new double[n], targetSlopes = new double[n], varianceSlopes = new double[n];
        fixed (double* ŷ = prediction.Values, y = target.Values, s = variance.Values, weight = weights is null ? default : weights.Values)
        fixed (double* value = values, slope = slopes, targetSlope = targetSlopes, varianceSlope = varianceSlopes)
        {
            Triples<double> triples = new()
            {
                Prediction = ŷ, Target = y, Variance = s, Weight = weight,
                Value = value, Slope = slope, TargetSlope = targetSlope, VarianceSlope = varianceSlope,
            };
            double mass = reduction == Reduction.Mean ? VarianceDriver.Mass(triples, n) : 1;
            triples.Scale = 1 / mass;
            double sum = VarianceDriver.Run((IVarianceLoss)loss, triples, n);
            return new(sum / mass, prediction.With(values), new Dictionary<string, NumberArray>
            {
                ["prediction"] = prediction.With(slopes),
                ["target"] = target.With(targetSlopes),
                ["variance"] = variance.With(varianceSlopes),
            });
        }
    }

    public override LossInputs Draw(ILoss loss, SplitMix64 random)
    {
        double[] Some(ParameterRange range) => [.. Enumerable.Range(0, 12).Select(_ => PointwiseForm.Draw(random, range))];
        return new(new NumberArray(Some(ParameterRange.Any)), new NumberArray(Some(ParameterRange.Any)))
        {
            ["variance"] = new(Some(((IVarianceLoss)loss).VarianceRange)),
        };
    }

    /// <summary>Over the error, for three variances.</summary>
    public override IReadOnlyList<LossSlice> Slices(ILoss loss) => [.. ((double[])[0.25, 1, 4]).Select(variance => new LossSlice(
        loss, FormattableString.Invariant($"variance {variance}"), "error ŷ − y", -5, 5,
        x => new(new NumberArray(x), new NumberArray(0.0)) { ["variance"] = new(variance) }, "prediction"))];
}
