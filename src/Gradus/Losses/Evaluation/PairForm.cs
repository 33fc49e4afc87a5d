using System.Globalization;
using Gradus.Drivers;

namespace Gradus.Losses;

/// <summary>Pairs given one by one, each marked as similar or dissimilar.</summary>
/// <param name="mark">The name of the input that marks them.</param>
/// <param name="dissimilar">What marks a dissimilar pair; 1 marks a similar one.</param>
internal sealed class PairForm(string mark, int dissimilar) : LossForm
{
    public override IReadOnlyList<LossInput> Inputs { get; } = [new("left"), new("right"), new(mark), new("weight", IsRequired: false)];

    public override string Example => $$"""{"left": [[1, 0], [0, 1]], "right": [[1, 1], [0, 2]], "{{mark}}": [1, {{dissimilar}}]}""";

    public override bool Fits(ILoss loss) => loss is IPairLoss pair && pair.SignedTarget == dissimilar < 0;

    public override unsafe LossEvaluation Evaluate(ILoss loss, LossInputs inputs, Reduction reduction)
    {
        NumberArray left = inputs["left"], right = inputs["right"], marks = inputs[mark];
        LabelInput.Vectors(loss, "left", left, Example);
        Alike(loss, "left", left, "right", right);
        if (marks.Shape.Count != 1 || marks.Count != left.Rows)
        {
            throw new ArgumentException($"left has {left.Rows} rows, {mark} holds {marks.ShapeText}; {Catalog.NameOf(loss)} needs one mark per pair: {Example}");
        }

        double[]? weights = Weights(loss, inputs, left.Rows, "pair");
        double[] similar = [.. marks.Values.ToArray().Select((value, i) => value == 1 ? 1.0 : value == dissimilar || weights?[i] == 0 ? 0
            : throw new ArgumentException($"{mark}[{i}] is {value.ToString(CultureInfo.InvariantCulture)}, expected 1 for a similar pair or {dissimilar} for a dissimilar one."))];
        double[] values = new double[left.Rows], byLeft = new double[left.Count], byRight = new double[left.Count];
        fixed (double* l = left.Values, r = right.Values, y = similar, weight = weights, value = values, gl = byLeft, gr = byRight)
        {
            double reduced = PairDriver.Run(
                (IPairLoss)loss,
                new Embeddings<double> { Count = left.Rows, Width = left.Width, Data = l, Gradient = gl },
                new Embeddings<double> { Count = left.Rows, Width = left.Width, Data = r, Gradient = gr },
                y, new Parts<double> { Reduction = reduction, Value = value, Weight = weight });
            return new(reduced, new(values), new Dictionary<string, NumberArray> { ["left"] = left.With(byLeft), ["right"] = right.With(byRight) });
        }
    }

    public override LossInputs Draw(ILoss loss, SplitMix64 random) => new()
    {
        ["left"] = LabelInput.Draw(random, 6, 3),
        ["right"] = LabelInput.Draw(random, 6, 3),
        [mark] = new([.. Enumerable.Range(0, 6).Select(_ => random.NextUniform() < 0.5 ? 1.0 : dissimilar)]),
    };

    /// <summary>Over the distance, once for pairs that should be close and once for those that should not.</summary>
    public override IReadOnlyList<LossSlice> Slices(ILoss loss) => [Slice((IPairLoss)loss, "similar", 1), Slice((IPairLoss)loss, "dissimilar", 0)];

    private static LossSlice Slice(IPairLoss loss, string label, double similar) =>
        new(loss.Formula, label, "distance", 0, loss.Distance == Distance.Cosine ? 2 : 3, d => new(new NumberArray(d), new NumberArray(similar)), "prediction");
}
