using Gradus.Losses;
using Gradus.Torch.Losses;
using static TorchSharp.torch;

namespace Gradus.Torch.Tests.Losses;

public class RowTests
{
    private const int Places = 5;

    public static TheoryData<string> All => Samples.Rows;

    [Theory, MemberData(nameof(All))]
    public void The_script_for_other_devices_gives_the_same_values_and_gradients(string loss)
    {
        foreach (Reduction reduction in Enum.GetValues<Reduction>())
        {
            foreach (long[] shape in (long[][])[[11, Places], [2, Places, 3, 4]])
            {
                using IDisposable scope = NewDisposeScope();
                Tensor x = Predictions(loss, shape, ScalarType.Float64);
                foreach (Tensor y in Targets(loss, shape))
                {
                    (Tensor value, Tensor gradient) = Samples.Run(p => Samples.Loss(loss, reduction).forward(p, y), x);
                    (Tensor value2, Tensor gradient2) = Samples.Run(p => Samples.Loss(loss, reduction, script: true).forward(p, y), x);
                    Near.Equal(value, value2, 1e-11);
                    Near.Equal(gradient, gradient2, 1e-10);
                }
            }
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Single_precision_is_computed_in_double(string loss)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor x = Predictions(loss, [11, Places], ScalarType.Float32);
        foreach (Tensor y in Targets(loss, [11, Places]))
        {
            Tensor single = y.is_floating_point() ? y.to(ScalarType.Float32) : y, wide = y.is_floating_point() ? single.to(ScalarType.Float64) : y;
            (Tensor value, Tensor gradient) = Samples.Run(p => Samples.Loss(loss).forward(p, single), x);
            (Tensor value2, Tensor gradient2) = Samples.Run(p => Samples.Loss(loss).forward(p, wide), x.to(ScalarType.Float64));
            Assert.Equal(ScalarType.Float32, value.dtype);
            Assert.Equal(ScalarType.Float32, gradient.dtype);
            Near.Equal(value2.to(ScalarType.Float32), value, 1e-7);
            Near.Equal(gradient2.to(ScalarType.Float32), gradient, 1e-7);
            Assert.Equal(ScalarType.BFloat16, Samples.Loss(loss).forward(x.to(ScalarType.BFloat16), single).dtype);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Losses_that_PyTorch_has_cost_what_they_cost_there(bool script)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor x = Samples.Predictions([11, Places], ScalarType.Float64), y = Samples.Classes(Places, 11);
        Tensor q = nn.functional.softmax(Samples.Predictions([11, Places], ScalarType.Float64, 3), 1);
        Tensor weights = tensor(new[] { 0.5, 1, 2, 0.25, 1.5 });
        y[4] = tensor(-100L);
        Same("nll(classWeights=[0.5, 1, 2, 0.25, 1.5])", y, p => nn.functional.nll_loss(p, y, weights));
        Same("klDivergence", q, p => nn.functional.kl_div(nn.functional.log_softmax(p, 1), q, false, nn.Reduction.Sum) / tensor(11.0));
        Tensor known = Samples.Classes(Places, 11);
        Same("multiMargin(margin=0.7)", known, p => nn.functional.multi_margin_loss(p, known, margin: 0.7));
        Same("multiMargin(power=2)", known, p => nn.functional.multi_margin_loss(p, known, p: 2));
        Same("biTempered(t1=1, t2=1)", known, p => nn.functional.cross_entropy(p, known));

        void Same(string loss, Tensor target, Func<Tensor, Tensor> theirs)
        {
            (Tensor value, Tensor gradient) = Samples.Run(p => Samples.Loss(loss, script: script).forward(p, target), x);
            (Tensor value2, Tensor gradient2) = Samples.Run(theirs, x);
            Near.Equal(value2, value, 1e-12, loss);
            Near.Equal(gradient2, gradient, 1e-12, loss);
        }
    }

    [Fact]
    public void A_mask_may_be_of_any_type_and_shape()
    {
        using IDisposable scope = NewDisposeScope();
        Tensor x = Samples.Predictions([3, 1, 4, 6], ScalarType.Float32), mask = Samples.Targets([3, 1, 4, 6], ScalarType.Float32);
        TorchLoss dice = new(new Dice(), Reduction.None);
        Tensor values = dice.forward(x, mask);
        Assert.Equal([3], values.shape);
        Near.Equal(values, dice.forward(x, mask.to(ScalarType.Bool)), 0);
        Near.Equal(values, dice.forward(x.flatten(1), mask.to(ScalarType.Int64).flatten(1)), 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rows_that_are_ignored_leave_no_trace(bool script)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor x = Samples.Predictions([3, Places], ScalarType.Float64), y = tensor(new long[] { 1, -100, 2 });
        x[1].fill_(double.NaN);
        (Tensor value, Tensor gradient) = Samples.Run(p => Samples.Loss("nll", script: script).forward(p, y), x);
        Tensor kept = stack([x[0], x[2]]);
        (Tensor value2, Tensor gradient2) = Samples.Run(p => Samples.Loss("nll", script: script).forward(p, tensor(new long[] { 1, 2 })), kept);
        Near.Equal(value2, value, 1e-15);
        Near.Equal(gradient2, stack([gradient[0], gradient[2]]), 1e-15);
        Near.Equal(zeros(Places, ScalarType.Float64), gradient[1], 0);
        (value, gradient) = Samples.Run(p => Samples.Loss("nll", script: script).forward(p, full_like(y, -100)), x);
        Assert.True(double.IsNaN(value.item<double>()));
        Near.Equal(zeros_like(x), gradient, 0);
    }

    [Fact]
    public void A_target_that_does_not_fit_is_refused()
    {
        using IDisposable scope = NewDisposeScope();
        Assert.Contains("needs int64 classes", Complaint("multiMargin", zeros(2, 3), zeros(2, 3)), StringComparison.Ordinal);
        Assert.Contains("Row 1 has the target 2 at place 0", Complaint("dice", zeros(2, 3), tensor(new float[,] { { 0, 1, 0 }, { 2, 0, 0 } })), StringComparison.Ordinal);
        Assert.Contains("Row 0 has the prediction -1", Complaint("dice(logits=false)", full([2, 3], -1.0), zeros(2, 3)), StringComparison.Ordinal);
        Assert.Contains("2 class weights", Complaint("nll(classWeights=[1, 2])", zeros(2, 3), zeros(2, dtype: ScalarType.Int64)), StringComparison.Ordinal);
    }

    private static string Complaint(string loss, Tensor x, Tensor y) =>
        Assert.Throws<ArgumentException>(() => Samples.Loss(loss).forward(x, y)).Message;

    /// <summary>Logits, or probabilities where the loss takes no others.</summary>
    private static Tensor Predictions(string loss, long[] shape, ScalarType type)
    {
        Tensor x = Samples.Predictions(shape, type);
        return ((IRowLoss)Notation.ParseLoss(loss)).PredictionRange.Contains(2) ? x : x.sigmoid();
    }

    private static IEnumerable<Tensor> Targets(string loss, long[] shape)
    {
        RowTarget target = ((IRowLoss)Notation.ParseLoss(loss)).Target;
        if (target != RowTarget.Values) yield return Samples.Classes(Places, [shape[0], .. shape[2..]]);
        if (target != RowTarget.Class) yield return Samples.Predictions(shape, ScalarType.Float64, 3).sigmoid();
    }
}
