using Gradus.Drivers;
using Gradus.Metadata;

namespace Gradus.Losses;

/// <summary>A row of predictions for each sample, with the class it should have or a number for each prediction.</summary>
internal sealed class RowForm : RowsForm
{
    private const int Rows = 4;
    private const int Places = 5;

    public override string Example => """{"prediction": [[2, 0.5, -1], [0, 1, 3]], "target": [0, 2]} or {"prediction": [[0.5, 0.1, 0.9]], "target": [[1, 0, 1]]}""";

    public override bool Fits(ILoss loss) => loss is IRowLoss;

    protected override double Run(ILoss loss, Rows<double> rows, Reduction reduction) => RowDriver.Run((IRowLoss)loss, rows, reduction);

    protected override void Refuse(ILoss loss, NumberArray prediction, NumberArray target)
    {
        if (((IRowLoss)loss).Target == RowTarget.Values) Alike(loss, "prediction", prediction, "target", target);
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
        return rows.Target == RowTarget.Values || rows.PredictionRange != ParameterRange.Any ? [] : [OverTrueClass(loss, rows.ClassWeights?.Count ?? 2)];
    }
}
