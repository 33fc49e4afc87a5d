using Gradus.Drivers;

namespace Gradus.Losses;

/// <summary>A row of logits for each sample, with the class it should have or a distribution over classes, and perhaps a weight.</summary>
internal sealed class SoftmaxForm : RowsForm
{
    public override string Example => """{"prediction": [[2, 0.5, -1], [0, 1, 3]], "target": [0, 2]}""";

    public override bool Fits(ILoss loss) => loss is ISoftmaxLoss;

    protected override double Run(ILoss loss, Rows<double> rows, Reduction reduction) => SoftmaxDriver.Run((ISoftmaxLoss)loss, rows, reduction);

    public override LossInputs Draw(ILoss loss, SplitMix64 random)
    {
        int classes = ((ISoftmaxLoss)loss).ClassWeights?.Count ?? 5;
        double[] logits = [.. Enumerable.Range(0, 4 * classes).Select(_ => 2 * random.NextNormal())];
        double[] target = [.. Enumerable.Range(0, 4).Select(_ => Math.Floor(classes * random.NextUniform()))];
        return new(new NumberArray(logits, [4, classes]), new NumberArray(target));
    }

    public override IReadOnlyList<LossSlice> Slices(ILoss loss) => [OverTrueClass(loss, ((ISoftmaxLoss)loss).ClassWeights?.Count ?? 2)];
}
