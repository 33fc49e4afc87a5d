using Gradus.Drivers;
using Gradus.Losses;

namespace Gradus.Tests.Losses;

/// <summary>Losses of rows stay finite where exponentials overflow and probabilities round to 0 and 1.</summary>
public sealed unsafe class StabilityTests
{
    private static readonly double[][] s_rows =
    [
        [1e4, -1e4, 0, 5, -1e4], [-1e4, -1e4, -1e4, -1e4, 1e4], [1e4, 1e4, 1e4, 1e4, 1e4], [-1e4, 1e4, 1e4, -9e3, 0], [0, 0, 0, 0, 0], [40, 0, 0, 0, -40],
    ];

    public static TheoryData<string> Names =>
    [
        .. Catalog.Losses.Where(entry => entry.Create() is ISoftmaxLoss or IRowLoss).Select(entry => entry.Name),
        "softmaxFocal(gamma=0.5)", "classBalanced(gamma=0.1)", "biTempered(t1=0, t2=4)", "biTempered(t1=1, t2=1)", "biTempered(labelSmoothing=0.1)", "multiMargin(power=2)",
    ];

    [Theory, MemberData(nameof(Names))]
    public void Logits_of_ten_thousand_give_finite_values_and_gradients(string name)
    {
        ILoss loss = Notation.ParseLoss(name);
        for (int target = 0; target < 5; target++)
        {
            foreach (double[] x in s_rows)
            {
                bool values = loss is IRowLoss { Target: RowTarget.Values };
                double[] q = [.. Enumerable.Range(0, 5).Select(i => i == target ? 1.0 : 0)];
                LossEvaluation result = values ? OneRow.Evaluate(name, x, q) : OneRow.Evaluate(name, x, target);
                Assert.True(double.IsFinite(result.Value), $"[{string.Join(", ", x)}], target {target}: {result.Value}");
                Assert.All(result.Gradients["prediction"].Values.ToArray(), g => Assert.True(double.IsFinite(g), $"[{string.Join(", ", x)}], target {target}"));
                (float value, float[] gradient) = Single(loss, [.. x.Select(v => (float)v)], values ? null : target, [.. q.Select(v => (float)v)]);
                Assert.Equal(result.Value, value, 1e-5 * Math.Max(1, Math.Abs(result.Value)));
                Assert.All(gradient, g => Assert.True(float.IsFinite(g)));
            }
        }
    }

    private static (float Value, float[] Gradient) Single(ILoss loss, float[] x, long? target, float[] q)
    {
        float[] gradient = new float[x.Length];
        long y = target ?? 0;
        fixed (float* logits = x, distribution = q, slope = gradient)
        {
            Rows<float> rows = new()
            {
                Count = 1, Classes = x.Length, Logits = logits, Target = target is null ? null : &y,
                Distribution = target is null ? distribution : null, Gradient = slope,
            };
            double value = loss is IRowLoss row ? RowDriver.Run(row, rows, Reduction.Mean) : SoftmaxDriver.Run((ISoftmaxLoss)loss, rows, Reduction.Mean);
            return ((float)value, gradient);
        }
    }
}
