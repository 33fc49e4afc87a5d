using Gradus.Drivers;

namespace Gradus.Losses;

/// <summary>
/// Two sets of vectors that are compared all with all: queries with keys, or labelled embeddings with proxies, and perhaps
/// how much each query or embedding counts. Where the proxies are the anchors, there is no such weight: a proxy's loss is no
/// sum over embeddings.
/// </summary>
internal sealed class CompanyForm(string first, string second, bool labelled, string example, Company company) : LossForm
{
    public override IReadOnlyList<LossInput> Inputs { get; } =
    [
        new(first), .. labelled ? [new LossInput("label")] : Array.Empty<LossInput>(), new(second),
        .. company == Company.Embeddings ? [] : (LossInput[])[new("weight", IsRequired: false)],
    ];

    public override string Example => example;

    public override bool Fits(ILoss loss) => loss is IAnchorLoss anchors && anchors.Company == company;

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
        bool turned = company == Company.Embeddings;
        double[]? weights = Weights(loss, inputs, a.Rows, first);
        ProxyLabels.Check(labels, b.Rows, weights);
        double[] values = new double[turned ? b.Rows : a.Rows], byFirst = new double[a.Count], bySecond = new double[b.Count];
        fixed (double* x = a.Values, y = b.Values, weight = weights, value = values, gx = byFirst, gy = bySecond)
        {
            Embeddings<double> one = new() { Count = a.Rows, Width = a.Width, Data = x, Gradient = gx };
            Embeddings<double> other = new() { Count = b.Rows, Width = b.Width, Data = y, Gradient = gy };
            Parts<double> parts = new() { Reduction = reduction, Value = value, Weight = weight };
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
