namespace Gradus.Losses;

/// <summary>Two embeddings of one batch, compared as wholes.</summary>
internal sealed class TwinForm : LossForm
{
    public override IReadOnlyList<LossInput> Inputs { get; } = [new("left"), new("right")];

    public override string Example => """{"left": [[1, 0], [0, 1], [2, 2]], "right": [[1, 1], [0, 2], [3, 2]]}""";

    public override bool Fits(ILoss loss) => loss is ITwinLoss;

    public override LossEvaluation Evaluate(ILoss loss, LossInputs inputs, Reduction reduction)
    {
        NumberArray left = inputs["left"], right = inputs["right"];
        LabelInput.Vectors(loss, "left", left, Example);
        Alike(loss, "left", left, "right", right);
        if (left.Rows < 2) throw new ArgumentException($"left has 1 row; {Catalog.NameOf(loss)} looks at how a batch spreads, so give at least 2.");
        double[] byLeft = new double[left.Count], byRight = new double[left.Count];
        double value = ((ITwinLoss)loss).At(left.Values, right.Values, left.Rows, byLeft, byRight);
        return new(value, new([value], []), new Dictionary<string, NumberArray> { ["left"] = left.With(byLeft), ["right"] = right.With(byRight) });
    }

    public override LossInputs Draw(ILoss loss, SplitMix64 random) => new()
    {
        ["left"] = LabelInput.Draw(random, 5, 3),
        ["right"] = LabelInput.Draw(random, 5, 3),
    };
}
