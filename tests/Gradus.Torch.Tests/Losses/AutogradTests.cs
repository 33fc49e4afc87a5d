using Gradus.Torch.Losses;
using static TorchSharp.torch;

namespace Gradus.Torch.Tests.Losses;

/// <summary>A loss is a citizen of the graph: scaled, shared, repeated, scoped, switched off.</summary>
public class AutogradTests
{
    public static TheoryData<string> Both { get; } = ["huber", "crossEntropy"];

    [Theory, MemberData(nameof(Both))]
    public void What_comes_from_above_multiplies_the_gradient(string loss)
    {
        using IDisposable scope = NewDisposeScope();
        (Tensor _, Tensor once) = Samples.Run(x => Loss(loss, x), Input());
        (Tensor _, Tensor scaled) = Samples.Run(x => Loss(loss, x) * tensor(-2.5), Input());
        Near.Equal(once * tensor(-2.5), scaled, 1e-14);
    }

    [Theory, MemberData(nameof(Both))]
    public void A_loss_used_twice_counts_twice(string loss)
    {
        using IDisposable scope = NewDisposeScope();
        (Tensor value, Tensor once) = Samples.Run(x => Loss(loss, x), Input());
        (Tensor _, Tensor both) = Samples.Run(
            x =>
            {
                Tensor l = Loss(loss, x);
                return l + l * l;
            },
            Input());
        Near.Equal(once + once * value * tensor(2.0), both, 1e-13);
    }

    [Theory, MemberData(nameof(Both))]
    public void Two_losses_of_one_prediction_add_up(string loss)
    {
        using IDisposable scope = NewDisposeScope();
        (Tensor _, Tensor once) = Samples.Run(x => Loss(loss, x), Input());
        (Tensor _, Tensor both) = Samples.Run(x => Loss(loss, x) + Loss(loss, x), Input());
        Near.Equal(once + once, both, 1e-14);
    }

    [Theory, MemberData(nameof(Both))]
    public void A_graph_that_is_kept_can_be_walked_again(string loss)
    {
        using IDisposable scope = NewDisposeScope();
        (Tensor _, Tensor once) = Samples.Run(x => Loss(loss, x), Input());
        Tensor leaf = Input().requires_grad_();
        Tensor value = Loss(loss, leaf);
        for (int walk = 1; walk <= 3; walk++)
        {
            value.backward([ones_like(value)], retain_graph: true);
            Near.Equal(once * tensor((double)walk), leaf.grad!, 1e-14, $"after {walk} walks");
        }

        leaf.grad!.zero_();
        value.backward([ones_like(value)], retain_graph: true);
        Near.Equal(once, leaf.grad!, 1e-14, "after zeroing");
    }

    [Theory, MemberData(nameof(Both))]
    public void A_graph_that_is_kept_can_be_walked_again_through_a_view(string loss)
    {
        using IDisposable scope = NewDisposeScope();
        (Tensor _, Tensor once) = Samples.Run(x => Loss(loss, x), Input());
        Tensor leaf = Input().reshape(-1).detach().requires_grad_();
        Tensor value = Loss(loss, leaf.view(6, 4));
        for (int walk = 1; walk <= 3; walk++)
        {
            value.backward([ones_like(value)], retain_graph: true);
            Near.Equal(once * tensor((double)walk), leaf.grad!.view(6, 4), 1e-14, $"after {walk} walks");
        }
    }

    [Theory, MemberData(nameof(Both))]
    public void Zeroing_the_gradient_leaves_a_kept_graph_whole(string loss)
    {
        using IDisposable scope = NewDisposeScope();
        (Tensor _, Tensor once) = Samples.Run(x => Loss(loss, x), Input());
        TorchSharp.Modules.Parameter leaf = new(Input());
        using Gradus.Torch.Optimizers.TorchOptimizer optimizer = new([leaf], new Gradus.Optimizers.Sgd());
        Tensor value = Loss(loss, leaf);
        for (int walk = 0; walk < 2; walk++)
        {
            optimizer.zero_grad();
            value.backward([ones_like(value)], retain_graph: true);
            Near.Equal(once, leaf.grad!, 1e-14);
        }
    }

    [Theory, MemberData(nameof(Both))]
    public void A_scope_frees_all_but_what_it_hands_out(string loss)
    {
        using IDisposable outer = NewDisposeScope();
        Tensor leaf = Input().requires_grad_();
        Tensor value;
        using (NewDisposeScope()) value = Loss(loss, leaf).MoveToOuterDisposeScope();
        value.backward();
        (Tensor expected, Tensor gradient) = Samples.Run(x => Loss(loss, x), Input());
        Near.Equal(expected, value, 0);
        Near.Equal(gradient, leaf.grad!, 0);
    }

    [Theory, MemberData(nameof(Both))]
    public void Without_gradients_only_the_value_remains(string loss)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor leaf = Input().requires_grad_();
        using (no_grad()) Assert.False(Loss(loss, leaf).requires_grad);
        Assert.True(Loss(loss, leaf).requires_grad);
        Assert.False(Loss(loss, leaf.detach()).requires_grad);
        Near.Equal(Loss(loss, leaf), Loss(loss, leaf.detach()), 0);
    }

    private static Tensor Loss(string name, Tensor x)
    {
        TorchLoss loss = Samples.Loss(name);
        return loss.forward(x, name == "crossEntropy" ? Samples.Classes(4, 6) : Samples.Targets([6, 4], x.dtype));
    }

    private static Tensor Input() => Samples.Predictions([6, 4], ScalarType.Float64);
}
