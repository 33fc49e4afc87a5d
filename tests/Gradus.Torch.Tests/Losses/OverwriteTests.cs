using System.Runtime.InteropServices;
using Gradus.Torch.Losses;
using static TorchSharp.torch;

namespace Gradus.Torch.Tests.Losses;

/// <summary>Gradients that take the prediction's place.</summary>
public class OverwriteTests
{
    public static TheoryData<string> Both { get; } = ["huber", "crossEntropy"];

    [Theory, MemberData(nameof(Both))]
    public void A_linear_layer_learns_the_same(string loss)
    {
        using IDisposable scope = NewDisposeScope();
        foreach (double above in (double[])[1, -2.5])
        {
            (double value, double[] weights, double[] inputs) = Learn(loss, false, above);
            (double value2, double[] weights2, double[] inputs2) = Learn(loss, true, above);
            Assert.Equal(value, value2);
            Assert.Equal(weights, weights2);
            Assert.Equal(inputs, inputs2);
        }
    }

    [Theory, MemberData(nameof(Both))]
    public void The_gradient_lies_where_the_prediction_lay(string loss)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor prediction = Samples.Predictions([6, 4], ScalarType.Float64).requires_grad_() * tensor(1.0);
        double[] expected = Samples.Run(p => Loss(loss, false).forward(p, Target(loss)), prediction.clone()).Gradient.Numbers();
        Loss(loss, true).forward(prediction, Target(loss));
        Assert.Equal(expected, prediction.detach().Numbers());
    }

    [Theory, MemberData(nameof(Both))]
    public void A_layer_that_kept_its_output_is_found_out(string loss)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor leaf = Samples.Predictions([6, 4], ScalarType.Float64).requires_grad_();
        Tensor value = Loss(loss, true).forward(leaf.sigmoid(), Target(loss));
        Assert.Contains("modified by an inplace operation", Assert.Throws<ExternalException>(() => value.backward()).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Both))]
    public void A_leaf_is_refused_and_without_gradients_nothing_is_overwritten(string loss)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor leaf = Samples.Predictions([6, 4], ScalarType.Float64).requires_grad_();
        double[] before = leaf.detach().Numbers();
        Assert.StartsWith("The prediction is a leaf", Assert.Throws<ArgumentException>(() => Loss(loss, true).forward(leaf, Target(loss))).Message, StringComparison.Ordinal);
        using (no_grad()) Loss(loss, true).forward(leaf, Target(loss));
        Loss(loss, true).forward(leaf.detach(), Target(loss));
        Assert.Equal(before, leaf.detach().Numbers());
    }

    [Theory, MemberData(nameof(Both))]
    public void A_second_walk_gives_NaN_and_not_a_wrong_number(string loss)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor leaf = Samples.Predictions([6, 4], ScalarType.Float64).requires_grad_();
        Tensor value = Loss(loss, true).forward(leaf * tensor(1.0), Target(loss));
        value.backward([ones_like(value)], retain_graph: true);
        Assert.All(leaf.grad!.Numbers(), slope => Assert.True(double.IsFinite(slope)));
        value.backward([ones_like(value)], retain_graph: true);
        Assert.All(leaf.grad!.Numbers(), slope => Assert.True(double.IsNaN(slope)));
    }

    private static (double Value, double[] Weights, double[] Inputs) Learn(string loss, bool overwrite, double above)
    {
        Tensor inputs = Samples.Predictions([6, 3], ScalarType.Float64, 2).requires_grad_(), weights = Samples.Predictions([3, 4], ScalarType.Float64, 5).requires_grad_();
        Tensor value = Loss(loss, overwrite).forward(inputs.matmul(weights), Target(loss)) * tensor(above);
        value.backward();
        return (value.item<double>(), weights.grad!.Numbers(), inputs.grad!.Numbers());
    }

    private static TorchLoss Loss(string name, bool overwrite) => new(Notation.ParseLoss(name)) { OverwritePrediction = overwrite };

    private static Tensor Target(string loss) => loss == "crossEntropy" ? Samples.Classes(4, 6) : Samples.Targets([6, 4], ScalarType.Float64);
}
