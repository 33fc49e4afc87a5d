using Gradus.Drivers;

namespace Gradus.Losses;

/// <summary>
/// A labelled batch of embeddings, from which pairs or triplets are mined or in which each is an anchor among the others,
/// and perhaps how much each counts as an anchor.
/// </summary>
internal sealed class BatchForm : LossForm
{
    public override IReadOnlyList<LossInput> Inputs { get; } = [new("embedding"), new("label"), new("weight", IsRequired: false)];

    public override string Example => """{"embedding": [[1, 0], [1, 1], [0, 2], [0, 3]], "label": [0, 0, 1, 1]}""";

    public override bool Fits(ILoss loss) => loss is ITupleLoss or IAnchorLoss { Company: Company.Batch };

    public override unsafe LossEvaluation Evaluate(ILoss loss, LossInputs inputs, Reduction reduction)
    {
        NumberArray embedding = inputs["embedding"];
        LabelInput.Vectors(loss, "embedding", embedding, Example);
        long[] labels = LabelInput.Labels(loss, "label", inputs["label"], "embedding", embedding, Example);
        double[]? weights = Weights(loss, inputs, embedding.Rows, "embedding");
        double[] values = new double[embedding.Rows], slopes = new double[embedding.Count];
        fixed (double* x = embedding.Values, weight = weights, value = values, slope = slopes)
        {
            Embeddings<double> batch = new() { Count = embedding.Rows, Width = embedding.Width, Data = x, Gradient = slope };
            Parts<double> parts = new() { Reduction = reduction, Value = value, Weight = weight };
            double reduced = loss is ITupleLoss tuples ? MinedDriver.Run(tuples, batch, labels, parts) : AnchorDriver.Run((IAnchorLoss)loss, batch, labels, parts);
            return new(reduced, new(values), new Dictionary<string, NumberArray> { ["embedding"] = embedding.With(slopes) });
        }
    }

    public override LossInputs Draw(ILoss loss, SplitMix64 random) => new()
    {
        ["embedding"] = LabelInput.Draw(random, 8, 3),
        ["label"] = new(0, 1, 2, 0, 1, 2, 0, 3),
    };
}
