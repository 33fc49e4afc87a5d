using Gradus.Drivers;

namespace Gradus.Losses;

/// <summary>Triplets given one by one.</summary>
internal sealed class TripletForm : LossForm
{
    public override IReadOnlyList<LossInput> Inputs { get; } = [new("anchor"), new("positive"), new("negative"), new("weight", IsRequired: false)];

    public override string Example => """{"anchor": [[1, 0]], "positive": [[1, 1]], "negative": [[0, 2]]}""";

    public override bool Fits(ILoss loss) => loss is ITripletLoss;

    public override unsafe LossEvaluation Evaluate(ILoss loss, LossInputs inputs, Reduction reduction)
    {
        NumberArray anchor = inputs["anchor"], positive = inputs["positive"], negative = inputs["negative"];
        LabelInput.Vectors(loss, "anchor", anchor, Example);
        Alike(loss, "anchor", anchor, "positive", positive);
        Alike(loss, "anchor", anchor, "negative", negative);
        double[]? weights = Weights(loss, inputs, anchor.Rows, "triplet");
        double[] values = new double[anchor.Rows], byAnchor = new double[anchor.Count], byPositive = new double[anchor.Count], byNegative = new double[anchor.Count];
        fixed (double* a = anchor.Values, p = positive.Values, n = negative.Values, weight = weights, value = values, ga = byAnchor, gp = byPositive, gn = byNegative)
        {
            Embeddings<double> Of(double* data, double* gradient) => new() { Count = anchor.Rows, Width = anchor.Width, Data = data, Gradient = gradient };
            double reduced = PairDriver.Run((ITripletLoss)loss, Of(a, ga), Of(p, gp), Of(n, gn), new Parts<double> { Reduction = reduction, Value = value, Weight = weight });
            return new(reduced, new(values), new Dictionary<string, NumberArray>
            {
                ["anchor"] = anchor.With(byAnchor), ["positive"] = positive.With(byPositive), ["negative"] = negative.With(byNegative),
            });
        }
    }

    public override LossInputs Draw(ILoss loss, SplitMix64 random) => new()
    {
        ["anchor"] = LabelInput.Draw(random, 6, 3),
        ["positive"] = LabelInput.Draw(random, 6, 3),
        ["negative"] = LabelInput.Draw(random, 6, 3),
    };

    /// <summary>Over how much farther the positive is than the negative.</summary>
    public override IReadOnlyList<LossSlice> Slices(ILoss loss) =>
    [
        new(((ITripletLoss)loss).Formula, "", "distance to the positive less that to the negative", -3, 3,
            x => new(new NumberArray(Math.Max(x, 0)), new NumberArray(Math.Max(-x, 0))), "prediction"),
    ];
}
