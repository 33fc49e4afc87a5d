using Gradus.Losses;
using Gradus.Torch.Losses;
using static TorchSharp.torch;

namespace Gradus.Torch.Tests.Losses;

public class MetricLossTests
{
    private static readonly ScalarType[] s_types = [ScalarType.Float32, ScalarType.Float64];

    public static TheoryData<string, int> Forms => [.. Catalog.Losses.SelectMany(entry => LossForm.Of((ILoss)entry.Create())
        .Select((form, index) => (entry.Name, index, form)).Where(f => entry.Create() is ITupleLoss or IAnchorLoss or ITwinLoss).Select(f => (f.Name, f.index)))];

    [Theory, MemberData(nameof(Forms))]
    public void Value_and_gradient_are_those_of_the_library(string name, int form)
    {
        using IDisposable scope = NewDisposeScope();
        ILoss loss = Notation.ParseLoss(name);
        LossInputs inputs = LossForm.Of(loss)[form].Draw(loss, new(3));
        foreach (Reduction reduction in Enum.GetValues<Reduction>())
        {
            LossEvaluation expected = LossEvaluation.Of(loss, inputs, reduction);
            foreach (ScalarType type in s_types)
            {
                (string[] names, Tensor[] tensors) = Tensors(inputs, type);
                Tensor value = Call(new TorchMetricLoss(loss, reduction), tensors);
                value.sum().backward();
                double tolerance = type == ScalarType.Float64 ? 1e-12 : 1e-3;
                Assert.Equal(expected.Value, value.sum().to(ScalarType.Float64).item<double>(), tolerance * Math.Max(1, Math.Abs(expected.Value)));
                Assert.Equal(reduction == Reduction.None && loss is not ITwinLoss ? 1 : 0, value.dim());
                foreach ((string input, NumberArray gradient) in expected.Gradients)
                {
                    double[] given = tensors[Array.IndexOf(names, input)].grad!.to(ScalarType.Float64).data<double>().ToArray();
                    double largest = Math.Max(1, gradient.Values.ToArray().Max(Math.Abs));
                    for (int i = 0; i < given.Length; i++) Assert.Equal(gradient.Values[i], given[i], tolerance * largest);
                }
            }
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public void Weighted_value_and_gradient_are_those_of_the_library(string name, int form)
    {
        using IDisposable scope = NewDisposeScope();
        ILoss loss = Notation.ParseLoss(name);
        LossForm given = LossForm.Of(loss)[form];
        LossInputs inputs = given.Draw(loss, new(3));
        (string[] names, Tensor[] tensors) = Tensors(inputs, ScalarType.Float64);
        long parts = tensors[0].shape[0];
        double[] weights = [.. Enumerable.Range(0, (int)parts).Select(i => i == 2 ? 0 : 0.5 + i)];
        Tensor weight = tensor(weights);
        if (given.Inputs.All(input => input.Name != "weight"))
        {
            Assert.Contains("leave the weight out", Complaint(() => Call(new TorchMetricLoss(loss), tensors, weight)));
            return;
        }

        inputs["weight"] = new(weights);
        foreach (Reduction reduction in Enum.GetValues<Reduction>())
        {
            LossEvaluation expected = LossEvaluation.Of(loss, inputs, reduction);
            foreach (ScalarType type in s_types)
            {
                (names, tensors) = Tensors(inputs, type);
                Tensor value = Call(new TorchMetricLoss(loss, reduction), tensors[..^1], weight.to(type));
                double tolerance = type == ScalarType.Float64 ? 1e-12 : 1e-3;
                Assert.Equal(expected.Value, value.sum().to(ScalarType.Float64).item<double>(), tolerance * Math.Max(1, Math.Abs(expected.Value)));
                value.backward([full_like(value, 2)], retain_graph: true);
                value.backward([full_like(value, -1)]);
                foreach ((string input, NumberArray gradient) in expected.Gradients)
                {
                    double[] slopes = tensors[Array.IndexOf(names, input)].grad!.Numbers();
                    double largest = Math.Max(1, gradient.Values.ToArray().Max(Math.Abs));
                    for (int i = 0; i < slopes.Length; i++) Assert.Equal(gradient.Values[i], slopes[i], tolerance * largest);
                }
            }
        }
    }

    [Fact]
    public void Batch_hard_is_what_tensor_operations_compose()
    {
        using IDisposable scope = NewDisposeScope();
        Tensor ours = randn(48, 16, dtype: ScalarType.Float64, generator: new Generator(1)).requires_grad_(), theirs = ours.detach().clone().requires_grad_();
        Tensor label = arange(48, dtype: ScalarType.Int64).remainder(9);
        new TorchMetricLoss(new Triplet(0.5, Mining: Mining.BatchHard)).forward(ours, label).backward();
        Tensor d = (theirs.unsqueeze(0) - theirs.unsqueeze(1)).square().sum(-1).add(1e-300).sqrt();
        Tensor same = label.unsqueeze(0).eq(label.unsqueeze(1)), itself = eye(48, dtype: ScalarType.Bool);
        Tensor farthest = d.masked_fill(same.logical_and(itself.logical_not()).logical_not(), double.NegativeInfinity).max(1).values;
        Tensor nearest = d.masked_fill(same, double.PositiveInfinity).min(1).values;
        nn.functional.relu(farthest - nearest + 0.5).mean().backward();
        Near.Equal(theirs.grad!, ours.grad!, 1e-12);
    }

    [Fact]
    public void A_graph_that_is_kept_can_be_walked_again_and_what_comes_from_above_counts()
    {
        foreach (Reduction reduction in Enum.GetValues<Reduction>())
        {
            using IDisposable scope = NewDisposeScope();
            Tensor leaf = randn(10, 4, dtype: ScalarType.Float64).requires_grad_(), label = arange(10, dtype: ScalarType.Int64).remainder(3);
            Tensor value = new TorchMetricLoss(new NtXent(), reduction).forward(leaf, label);
            Tensor above = ones_like(value);
            value.backward([above], retain_graph: true);
            Tensor once = leaf.grad!.clone();
            value.backward([above * 2], retain_graph: true);
            Near.Equal(once * 3, leaf.grad!, 1e-13);
            value.backward([above * -3]);
            Near.Equal(zeros_like(once), leaf.grad!, 1e-13);
        }
    }

    [Fact]
    public void What_is_not_reduced_takes_a_weight_for_each_part()
    {
        using IDisposable scope = NewDisposeScope();
        Tensor leaf = randn(8, 3, dtype: ScalarType.Float64).requires_grad_(), label = arange(8, dtype: ScalarType.Int64).remainder(2);
        Tensor weights = rand(8, dtype: ScalarType.Float64);
        TorchMetricLoss apart = new(new Triplet(), Reduction.None);
        (apart.forward(leaf, label) * weights).sum().backward();
        Tensor whole = leaf.grad!.clone(), parts = zeros_like(whole);
        for (int i = 0; i < 8; i++)
        {
            leaf.grad!.zero_();
            apart.forward(leaf, label)[i].backward();
            parts += leaf.grad! * weights[i];
        }

        Near.Equal(parts, whole, 1e-12);
    }

    [Fact]
    public void Views_that_are_not_contiguous_and_half_precision_are_taken()
    {
        using IDisposable scope = NewDisposeScope();
        Tensor wide = randn(6, 12).requires_grad_(), label = tensor(new long[] { 0, 0, 1, 1, 2, 2 });
        Tensor straight = wide.t()[..6].detach().contiguous().requires_grad_();
        TorchMetricLoss loss = new(new Triplet(Mining: Mining.BatchHard));
        loss.forward(wide.t()[..6], label).backward();
        loss.forward(straight, label).backward();
        Near.Equal(straight.grad!, wide.grad!.t()[..6], 1e-7);
        Tensor half = straight.detach().to(ScalarType.BFloat16).requires_grad_();
        Tensor value = loss.forward(half, label);
        value.backward();
        Assert.Equal((ScalarType.BFloat16, ScalarType.BFloat16), (value.dtype, half.grad!.dtype));
    }

    [Fact]
    public void A_batch_with_nothing_to_learn_from_costs_nothing()
    {
        using IDisposable scope = NewDisposeScope();
        foreach (ILoss loss in (ILoss[])[new Triplet(Mining: Mining.BatchHard), new NtXent()])
        {
            foreach (int count in (int[])[0, 1, 4])
            {
                Tensor leaf = randn(count, 3).requires_grad_();
                Tensor value = new TorchMetricLoss(loss).forward(leaf, arange(count, dtype: ScalarType.Int64));
                value.backward();
                Assert.Equal(0f, value.item<float>());
                Assert.Equal(0f, leaf.grad!.abs().sum().item<float>());
            }
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_in_words()
    {
        using IDisposable scope = NewDisposeScope();
        Tensor x = randn(4, 3), label = tensor(new long[] { 0, 0, 1, 1 });
        Assert.Contains("no loss of embeddings", Complaint(() => new TorchMetricLoss(new Mse()).Dispose()));
        Assert.Contains("one integer for each", Complaint(() => new TorchMetricLoss(new Triplet()).forward(x, randn(4))));
        Assert.Contains("int64 of shape [4]", Complaint(() => new TorchMetricLoss(new Triplet()).forward(x, label[..3])));
        Assert.Contains("rows of vectors", Complaint(() => new TorchMetricLoss(new Triplet()).forward(x[0], label)));
        Assert.Contains("floating-point", Complaint(() => new TorchMetricLoss(new Triplet()).forward(label.unsqueeze(1), label)));
        Assert.Contains("needs proxies", Complaint(() => new TorchMetricLoss(new ArcFace()).forward(x, label)));
        Assert.Contains("label 1, but there are 1 proxies", Complaint(() => new TorchMetricLoss(new ArcFace()).forward(x, label, randn(1, 3))));
        Assert.Contains("takes two tensors", Complaint(() => new TorchMetricLoss(new NtXent()).forward(x, label, x)));
        Assert.Contains("similar[0] is 0.5", Complaint(() => new TorchMetricLoss(new Contrastive()).forward(x, x, ones(4) * 0.5)));
        Assert.Contains("convert one of them", Complaint(() => new TorchMetricLoss(new InfoNce()).forward(x, x.to(ScalarType.Float64))));
        Assert.Equal("The weight has shape [3]; supCon needs one for each embedding: [4].", Complaint(() => new TorchMetricLoss(new SupCon()).forward(x, label, null, ones(3))));
        Assert.Equal("The weight has shape [4, 1]; triplet needs one for each triplet: [4].", Complaint(() => new TorchMetricLoss(new Triplet()).forward(x, x, x, ones(4, 1))));
        Assert.Equal("The weight has shape [5]; infoNce needs one for each query: [4].", Complaint(() => new TorchMetricLoss(new InfoNce()).forward(x, x, null, ones(5))));
        Assert.Contains("wants a gradient", Complaint(() => new TorchMetricLoss(new SupCon()).forward(x, label, null, ones(4).requires_grad_())));
        Assert.Contains("at least 2 rows", Complaint(() => new TorchMetricLoss(new VicReg()).forward(x[..1], x[..1])));
    }

    private static Tensor Call(TorchMetricLoss loss, Tensor[] inputs, Tensor weight) => loss.forward(inputs[0], inputs[1], inputs.Length == 2 ? null : inputs[2], weight);

    private static Tensor Call(TorchMetricLoss loss, Tensor[] inputs) =>
        inputs.Length == 2 ? loss.forward(inputs[0], inputs[1]) : loss.forward(inputs[0], inputs[1], inputs[2]);

    private static (string[] Names, Tensor[] Tensors) Tensors(LossInputs inputs, ScalarType type) => ([.. inputs.Names], [.. inputs.Names.Select(name =>
    {
        Tensor plain = tensor(inputs[name].Values.ToArray(), [.. inputs[name].Shape.Select(n => (long)n)]);
        return name switch
        {
            "label" => plain.to(ScalarType.Int64),
            "similar" or "target" or "weight" => plain,
            _ => plain.to(type).requires_grad_(),
        };
    })]);

    private static string Complaint(Action act) => Assert.ThrowsAny<ArgumentException>(act).Message;
}
