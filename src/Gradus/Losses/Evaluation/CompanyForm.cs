using Gradus.Drivers;

namespace Gradus.Losses;

/// <summary>Two sets of vectors that are compared all with all: queries with keys, or labelled embeddings with proxies.</summary>
internal sealed class CompanyForm(string first, string second, bool labelled, string example, params Company[] companies) : LossForm
{
    public override IReadOnlyList<LossInput> Inputs { get; } =
        labelled ? [new(first), new("label"), new(second)] : [new(first), new(second)];

    public override string Example => example;

    public override bool Fits(ILoss loss) => loss is IAnchorLoss anchors && companies.Contains(anchors.Company);

    public override unsafe LossEvaluation Evaluate(ILoss loss, LossInputs inputs, Reduction reduction)
    {
        IAnchorLoss anchors = (IAnchorLoss)loss;
        NumberArray a = inputs[first], b = inputs[second];
        LabelInput.Vectors(loss, first, a, Example);
        LabelInput.Vectors(loss, second, b, Example);
        if (!labelled) Alike(loss, first, a, second, b);
        if (a.Width != b.Width)
        {
            throw new ArgumentException($"{first} has {a.Width} numbers in a row, {second} {b.Width}; {Catalog.NameOf(loss)} compares them, so give both the same length.");
        }

        long[] indices = LabelInput.Indices(b.Rows);
        long[] labels = labelled ? LabelInput.Labels(loss, "label", inputs["label"], first, a, Example) : indices;
        ProxyLabels.Check(labels, b.Rows);
        bool turned = anchors.Company == Company.Embeddings;
        double[] values = new double[turned ? b.Rows : a.Rows], byFirst = new double[a.Count], bySecond = new double[b.Count];
        fixed (double* x = a.Values, y = b.Values, value = values, gx = byFirst, gy = bySecond)
        {
            Embeddings<double> one = new() { Count = a.Rows, Width = a.Width, Data = x, Gradient = gx };
            Embeddings<double> other = new() { Count = b.Rows, Width = b.Width, Data = y, Gradient = gy };
            Parts<double> parts = new() { Reduction = reduction, Value = value };
            double reduced = turned
                ? AnchorDriver.Run(anchors, other, indices, one, labels, parts)
                : AnchorDriver.Run(anchors, one, labels, other, indices, parts);
            return new(reduced, new(values), new Dictionary<string, NumberArray> { [first] = a.With(byFirst), [second] = b.With(bySecond) });
        }
    }

    public override LossInputs Draw(ILoss loss, SplitMix64 random)
    {
        LossInputs inputs = new() { [first] = LabelInput.Draw(random, 5, 3) };
        if (labelled) inputs["label"] = new(0, 3, 1, 0, 1);
        inputs[second] = LabelInput.Draw(random, labelled ? 4 : 5, 3);
        return inputs;
    }
}
