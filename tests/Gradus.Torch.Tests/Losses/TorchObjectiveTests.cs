using Gradus.Losses;
using Gradus.Penalties;
using Gradus.Schedules;
using Gradus.Torch.Losses;
using Gradus.Torch.Optimizers;
using Gradus.Torch.Tests.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Linear = TorchSharp.Modules.Linear;

namespace Gradus.Torch.Tests.Losses;

public class TorchObjectiveTests
{
    private static readonly long[] s_shape = [8, 3];

    [Fact]
    public void A_sum_of_losses_has_the_weighted_sum_of_values_and_gradients()
    {
        using IDisposable scope = NewDisposeScope();
        using TorchObjective objective = Of("0.5*mse - 2*mae + huber");
        Tensor y = Samples.Targets(s_shape, ScalarType.Float64), x = Samples.Predictions(s_shape, ScalarType.Float64);
        (Tensor value, Tensor gradient) = Samples.Run(p => objective.forward(p, y), x);
        (Tensor mse, Tensor byMse) = Samples.Run(p => Samples.Loss("mse").forward(p, y), x);
        (Tensor mae, Tensor byMae) = Samples.Run(p => Samples.Loss("mae").forward(p, y), x);
        (Tensor huber, Tensor byHuber) = Samples.Run(p => Samples.Loss("huber").forward(p, y), x);
        Assert.Equal(0.5 * mse.item<double>() - 2 * mae.item<double>() + huber.item<double>(), value.item<double>(), 1e-12);
        double[] slopes = gradient.Numbers(), a = byMse.Numbers(), b = byMae.Numbers(), c = byHuber.Numbers();
        for (int i = 0; i < slopes.Length; i++) Assert.Equal(0.5 * a[i] - 2 * b[i] + c[i], slopes[i], 1e-12);
        Assert.Equal([("0.5*mse", 0.5 * mse.item<double>()), ("-2*mae", -2 * mae.item<double>()), ("huber", huber.item<double>())], objective.Parts());
    }

    [Fact]
    public void A_single_loss_is_an_objective_without_parts()
    {
        using IDisposable scope = NewDisposeScope();
        using TorchLoss loss = Samples.Loss("huber");
        TorchObjective objective = loss;
        Tensor y = Samples.Targets(s_shape, ScalarType.Float32), x = Samples.Predictions(s_shape, ScalarType.Float32);
        Assert.Equal(loss.forward(x, y).item<float>(), objective.forward(x, y).item<float>());
        Assert.False(objective.HasParts);
        Assert.Equal((0, Reduction.Mean), (objective.AddPenalties(), objective.Reduction));
        objective.Dispose();
        Assert.True(double.IsFinite(loss.forward(x, y).item<float>()));
    }

    [Fact]
    public void A_single_loss_costs_no_memory_as_an_objective()
    {
        using TorchLoss loss = Samples.Loss("huber");
        TorchObjective objective = loss;
        using Linear model = nn.Linear(2, 2);
        using TorchOptimizer optimizer = new(model, Variants.Parse("sgd"));
        objective.Begin(model);
        Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 100; step++) Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Step()
        {
            objective.MoveTo(7);
            objective.AddPenalties();
            objective.TakeProximalStep(optimizer);
        }
    }

    [Fact]
    public void Weights_and_parameters_move_with_the_steps()
    {
        using IDisposable scope = NewDisposeScope();
        using TorchObjective objective = Of("(1→0 over 2 epochs)*mse + huber(delta=3→1 over 50%)");
        using Linear model = nn.Linear(2, 2);
        objective.Begin(model, new RunLength(40, 10));
        Tensor y = zeros(s_shape), x = Samples.Predictions(s_shape, ScalarType.Float32);
        foreach ((long step, double weight, double delta) in ((long, double, double)[])[(0, 1, 3), (5, 0.75, 2.5), (10, 0.5, 2), (20, 0, 1), (39, 0, 1), (0, 1, 3)])
        {
            objective.MoveTo(step);
            double expected = weight * Samples.Loss("mse").forward(x, y).item<float>() + Samples.Loss($"huber(delta={delta})").forward(x, y).item<float>();
            Assert.Equal(expected, objective.forward(x, y).item<float>(), 1e-5);
        }

        using TorchObjective relative = Of("huber(delta=3→1 over 50%)");
        Assert.Contains("relative to a run that is not known", Assert.Throws<InvalidOperationException>(() => relative.Begin(model)).Message, StringComparison.Ordinal);
    }

    /// <summary>The penalties as somebody would compose them of tensor operations, differentiated by libtorch.</summary>
    public static TheoryData<string, double> Penalties => new()
    {
        { "l1(0.3)", 1e-6 }, { "l2(0.3)", 1e-6 }, { "elasticNet(0.3, ratio=0.2)", 1e-6 },
        { "groupLasso(0.3)", 1e-6 }, { "orthogonality(0.3)", 1e-5 }, { "spectralNorm(0.3, iterations=2000)", 2e-4 },
    };

    [Theory]
    [MemberData(nameof(Penalties))]
    public void Penalties_add_the_gradient_that_autograd_gives_for_them(string text, double tolerance)
    {
        using IDisposable scope = NewDisposeScope();
        foreach (ScalarType type in (ScalarType[])[ScalarType.Float32, ScalarType.Float64, ScalarType.BFloat16])
        {
            using nn.Module<Tensor, Tensor> model = nn.Sequential(("conv", nn.Conv2d(3, 5, 3)), ("norm", nn.BatchNorm2d(5)), ("out", nn.Linear(7, 4))).to(type);
            using (no_grad())
            {
                foreach (Parameter parameter in model.parameters()) parameter.copy_(Leaves.Numbers(parameter.shape, (int)parameter.numel(), type));
            }

            using TorchObjective objective = Of($"mse + {text}");
            objective.Begin(model);
            IPenalty penalty = Notation.ParsePenalty(text);
            Tensor[] copies = [.. model.parameters().Select(p => p.detach().to(ScalarType.Float64).requires_grad_())];
            Tensor expected = copies.Where(p => p.dim() > 1).Select(p => Composed(penalty, p.flatten(1))).Aggregate((a, b) => a + b);
            expected.backward();
            foreach (Parameter parameter in model.parameters()) parameter.grad = ones_like(parameter);
            double rounding = type == ScalarType.BFloat16 ? 0.02 : tolerance;
            Assert.Equal(expected.item<double>(), objective.AddPenalties(), rounding * (1 + expected.item<double>()));
            foreach ((Parameter parameter, Tensor copy) in model.parameters().Zip(copies))
            {
                Tensor slope = copy.grad ?? zeros_like(copy);
                Near.Equal(slope + ones_like(slope), parameter.grad!, rounding, $"{text}, {type}");
            }
        }
    }

    [Fact]
    public void L2_takes_the_steps_of_weight_decay()
    {
        using IDisposable scope = NewDisposeScope();
        double[] penalised = Train("mse + l2(0.1, on=all)", "sgd(lr=0.1, momentum=0.9)", steps: 20), decayed = Train("mse", "sgd(lr=0.1, momentum=0.9, weightDecay=0.1)", steps: 20);
        for (int i = 0; i < penalised.Length; i++) Assert.Equal(decayed[i], penalised[i], 1e-12);
    }

    [Fact]
    public void Biases_and_norms_are_left_alone_unless_asked_for()
    {
        using IDisposable scope = NewDisposeScope();
        Assert.Equal(["in.weight", "out.weight"], Touched(null, "l2(1)"));
        Assert.Equal(["in.weight", "in.bias", "norm.weight", "norm.bias", "out.weight", "out.bias"], Touched(null, "l2(1, on=all)"));
        Assert.Equal(["in.weight", "in.bias"], Touched("in.*", "l2(1)"));
        Assert.Equal(["out.weight"], Touched("out.*", "groupLasso(1)"));

        static string[] Touched(string? names, string penalty)
        {
            using nn.Module<Tensor, Tensor> model = Model();
            using TorchObjective objective = Of("mse");
            objective.Penalize(Recipe.Parse(penalty).Penalties[0], names);
            objective.Begin(model);
            // Zero, as the norm's bias is from the start, has no l2 gradient; the gradient that is made shows who was visited.
            objective.AddPenalties();
            return [.. model.named_parameters().Where(named => named.parameter.grad is not null).Select(named => named.name)];
        }
    }

    [Fact]
    public void Frozen_parameters_are_neither_penalised_nor_counted()
    {
        using IDisposable scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> model = Model();
        using TorchObjective objective = Of("mse + l2(1)");
        objective.Begin(model);
        double all = objective.AddPenalties();
        foreach ((string name, Parameter parameter) in model.named_parameters()) parameter.requires_grad = !name.StartsWith("in", StringComparison.Ordinal);
        Assert.InRange(objective.AddPenalties(), 1e-9, all * 0.99);
    }

    /// <summary>Sparse regression: of 20 inputs two matter.</summary>
    [Fact]
    public void Only_the_proximal_step_makes_exact_zeros()
    {
        double[] proximal = Sparse("mse + l1(0.8, proximal=true)"), plain = Sparse("mse + l1(0.8)"), net = Sparse("mse + elasticNet(0.8, ratio=0.9, proximal=true)");
        Assert.Equal(18, proximal.Count(w => w == 0));
        Assert.Equal(0, plain.Count(w => w == 0));
        Assert.Equal(18, net.Count(w => w == 0));
        // The lasso's conditions: where a weight stays, the loss pulls with the strength; where it is 0, with less.
        double[] slopes = SlopesOfMse(proximal);
        for (int k = 0; k < slopes.Length; k++)
        {
            if (proximal[k] == 0) Assert.InRange(Math.Abs(slopes[k]), 0, 0.8);
            else Assert.Equal(-0.8 * Math.Sign(proximal[k]), slopes[k], 1e-4);
        }
    }

    /// <summary>Adam's steps do not shrink with the gradient, so that a small pull can hold a weight away from 0: fewer zeros than sgd.</summary>
    [Fact]
    public void With_adam_too_only_the_proximal_step_makes_exact_zeros()
    {
        double[] proximal = Sparse("mse + l1(0.8, proximal=true)", "adam(lr=0.01)"), plain = Sparse("mse + l1(0.8)", "adam(lr=0.01)");
        Assert.InRange(proximal.Count(w => w == 0), 5, 18);
        Assert.Equal(0, plain.Count(w => w == 0));
    }

    [Fact]
    public void Whole_rows_that_are_not_needed_become_0_by_the_group_lasso()
    {
        using IDisposable scope = NewDisposeScope();
        using Linear model = nn.Linear(6, 5, hasBias: false, dtype: ScalarType.Float64);
        Tensor x = Leaves.Numbers([200, 6], 1, ScalarType.Float64), y = zeros(200, 5, ScalarType.Float64);
        y[TensorIndex.Colon, 2] = x.select(1, 0) + x.select(1, 3);
        Fit(model, Of("mse + groupLasso(0.01, proximal=true)"), "sgd(lr=0.5)", x, y, steps: 500);
        double[] norms = model.weight!.norm(1).Numbers();
        Assert.Equal([0, 0, 0, 0], norms.Where((_, row) => row != 2));
        Assert.True(norms[2] > 0.5);
    }

    [Theory]
    [InlineData("l1(0.3, proximal=true)")]
    [InlineData("elasticNet(0.3, proximal=true)")]
    [InlineData("elasticNet(0.3)")]
    public void What_other_devices_run_does_the_same(string text)
    {
        using IDisposable scope = NewDisposeScope();
        (double Value, double[] Gradient, double[] Weights) swept = Run(script: false), scripted = Run(script: true);
        Assert.Equal(swept.Value, scripted.Value, 1e-5);
        Assert.Equal(swept.Gradient.Length, scripted.Gradient.Length);
        for (int i = 0; i < swept.Gradient.Length; i++) Assert.Equal(swept.Gradient[i], scripted.Gradient[i], 1e-6);
        for (int i = 0; i < swept.Weights.Length; i++) Assert.Equal(swept.Weights[i], scripted.Weights[i], 1e-6);

        (double, double[], double[]) Run(bool script)
        {
            using Linear model = nn.Linear(9, 7);
            using (no_grad()) model.weight!.copy_(Leaves.Numbers([7, 9], 6, ScalarType.Float32));
            using TorchOptimizer optimizer = new(model, Variants.Parse("sgd(lr=1)"));
            using TorchObjective objective = new(Recipe.Parse($"mse + {text}")) { Script = script };
            objective.Begin(model);
            double value = objective.AddPenalties();
            double[] gradient = model.weight!.grad is { } slopes ? slopes.Numbers() : [];
            objective.TakeProximalStep(optimizer);
            return (value, gradient, model.weight!.Numbers());
        }
    }

    [Theory]
    [InlineData("l1(0.3, proximal=true)")]
    [InlineData("groupLasso(0.3, proximal=true)")]
    public void A_penalty_with_a_proximal_step_counts_but_has_no_gradient_besides(string text)
    {
        using IDisposable scope = NewDisposeScope();
        foreach (bool script in (bool[])[false, true])
        {
            using Linear model = nn.Linear(3, 2);
            using TorchObjective objective = new(Recipe.Parse($"mse + {text}")) { Script = script };
            objective.Begin(model);
            model.weight!.grad = ones_like(model.weight);
            Assert.True(objective.AddPenalties() > 0);
            Assert.All(model.weight.grad!.Numbers(), slope => Assert.Equal(1, slope));
        }
    }

    [Fact]
    public void A_proximal_step_takes_the_rate_of_each_group_and_leaves_strangers_alone()
    {
        using IDisposable scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> model = Model();
        using (no_grad())
        {
            foreach (Parameter parameter in model.parameters()) parameter.copy_(ones_like(parameter));
        }

        using TorchOptimizer optimizer = new([model.get_parameter("in.weight")!], Variants.Parse("sgd(lr=0.5)"));
        using TorchObjective objective = Of("mse + l1(0.5, proximal=true)");
        objective.Begin(model);
        objective.TakeProximalStep(optimizer);
        Assert.All(model.get_parameter("in.weight")!.Numbers(), w => Assert.Equal(0.75, w, 1e-6));
        Assert.All(model.get_parameter("out.weight")!.Numbers(), w => Assert.Equal(1, w));
        optimizer.Groups[0].LearningRate = 0.1;
        objective.TakeProximalStep(optimizer);
        Assert.All(model.get_parameter("in.weight")!.Numbers(), w => Assert.Equal(0.7, w, 1e-6));
    }

    [Fact]
    public void Penalties_follow_parameters_that_the_module_replaces()
    {
        using IDisposable scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> model = Model();
        using TorchObjective objective = Of("mse + l2(1)");
        objective.Begin(model);
        double before = objective.AddPenalties();
        model.to(ScalarType.Float64);
        Assert.Equal(before, objective.AddPenalties(), 1e-6 * before);
        Assert.Equal(ScalarType.Float64, model.get_parameter("in.weight")!.grad!.dtype);
    }

    [Fact]
    public void Auxiliary_heads_add_up_with_their_weights()
    {
        using IDisposable scope = NewDisposeScope();
        using TorchObjective objective = new(Recipe.Parse("mse + mae")) { HeadWeights = [1, 0.3] };
        Tensor y = Samples.Targets(s_shape, ScalarType.Float64), main = Samples.Predictions(s_shape, ScalarType.Float64), side = Samples.Predictions(s_shape, ScalarType.Float64, seed: 2);
        double ofMain = objective.forward(main, y).item<double>(), ofSide = objective.forward(side, y).item<double>();
        Assert.Equal(ofMain + 0.3 * ofSide, objective.forward([main, side], y).item<double>(), 1e-12);
        Assert.Equal(["mse", "mae", "auxiliary head 1"], objective.Parts().Select(part => part.Name));
        Assert.Equal(ofMain + 0.3 * ofSide, objective.Parts().Sum(part => part.Value), 1e-12);
        Assert.Contains("1 predictions were given for 2 head weights", Assert.Throws<ArgumentException>(() => objective.forward([main], y)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_an_objective_is_told()
    {
        using IDisposable scope = NewDisposeScope();
        Assert.Contains("has no loss; write one in front, as in crossEntropy + l2(0.1)", Message(() => Of("l2(0.1)").Dispose()), StringComparison.Ordinal);
        Assert.Contains("Mean or Sum", Message(() => new TorchObjective(Recipe.Parse("mse + mae"), Reduction.None).Dispose()), StringComparison.Ordinal);
        using Linear model = nn.Linear(2, 2, hasBias: false);
        using TorchObjective objective = Of("mse");
        objective.Penalize(new(new L1(1)), "*.bias");
        Assert.Contains("l1(1) finds no parameter that fits '*.bias' to penalise; the model has weight [2, 2].", Message(() => objective.Begin(model)), StringComparison.Ordinal);
        Assert.Contains("strength = -1", Message(() => objective.Penalize(new(new L1(-1)))), StringComparison.Ordinal);
        Assert.Contains("call Begin(model)", Assert.Throws<InvalidOperationException>(() => Of("mse + l2(1)").AddPenalties()).Message, StringComparison.Ordinal);
        static string Message(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
    }

    private static TorchObjective Of(string text) => new(Recipe.Parse(text));

    private static nn.Module<Tensor, Tensor> Model() => nn.Sequential(("in", nn.Linear(4, 6)), ("norm", nn.BatchNorm1d(6)), ("out", nn.Linear(6, 2)));

    private static Tensor Composed(IPenalty penalty, Tensor w)
    {
        Tensor λ = Number(penalty.Strength), half = Number(0.5), root = Number(Math.Sqrt(w.shape[1]));
        Tensor ρ = Number(penalty is ElasticNet net ? net.Ratio : 0), one = Number(1);
        Tensor gram = w.shape[0] <= w.shape[1] ? w.matmul(w.t()) : w.t().matmul(w);
        return λ * (penalty switch
        {
            L1 => w.abs().sum(),
            L2 => half * (w * w).sum(),
            ElasticNet => ρ * w.abs().sum() + (one - ρ) * half * (w * w).sum(),
            GroupLasso => root * (w * w).sum(1).sqrt().sum(),
            Orthogonality => (gram - eye(gram.shape[0], dtype: ScalarType.Float64)).square().sum(),
            _ => half * linalg.svdvals(w)[0].square(),
        });

        static Tensor Number(double value) => tensor(value, dtype: ScalarType.Float64);
    }

    private static double[] Train(string objective, string optimizer, int steps)
    {
        using Linear model = nn.Linear(3, 2, dtype: ScalarType.Float64);
        using (no_grad())
        {
            model.weight!.copy_(Leaves.Numbers([2, 3], 1, ScalarType.Float64));
            model.bias!.copy_(Leaves.Numbers([2], 2, ScalarType.Float64));
        }

        Fit(model, Of(objective), optimizer, Leaves.Numbers([10, 3], 3, ScalarType.Float64), Leaves.Numbers([10, 2], 4, ScalarType.Float64), steps);
        return [.. model.weight!.Numbers(), .. model.bias!.Numbers()];
    }

    private static double[] Sparse(string objective, string optimizer = "sgd(lr=0.05)")
    {
        using IDisposable scope = NewDisposeScope();
        using Linear model = nn.Linear(20, 1, hasBias: false);
        using (no_grad()) model.weight!.copy_(Leaves.Numbers([1, 20], 2, ScalarType.Float32));
        (float[] x, float[] y) = Regression();
        Fit(model, Of(objective), optimizer, tensor(x, [100, 20]), tensor(y, [100, 1]), steps: 1500);
        return model.weight!.Numbers();
    }

    /// <summary>y = 2x₀ − 3x₁ and noise, on 100 samples of 20 inputs.</summary>
    private static (float[] X, float[] Y) Regression()
    {
        SplitMix64 random = new(11);
        float[] x = [.. Enumerable.Range(0, 100 * 20).Select(_ => (float)random.NextNormal())];
        return (x, [.. Enumerable.Range(0, 100).Select(i => 2 * x[20 * i] - 3 * x[20 * i + 1] + 0.1f * (float)random.NextNormal())]);
    }

    private static double[] SlopesOfMse(double[] weights)
    {
        (float[] x, float[] y) = Regression();
        double[] errors = [.. y.Select((target, i) => weights.Select((w, k) => w * x[20 * i + k]).Sum() - target)];
        return [.. weights.Select((_, k) => errors.Select((error, i) => 2 * error * x[20 * i + k] / 100).Sum())];
    }

    private static void Fit(nn.Module<Tensor, Tensor> model, TorchObjective objective, string rule, Tensor x, Tensor y, int steps)
    {
        using TorchOptimizer optimizer = new(model, Variants.Parse(rule));
        objective.Begin(model, new RunLength(steps));
        for (int step = 0; step < steps; step++)
        {
            using IDisposable scope = NewDisposeScope();
            objective.MoveTo(step);
            optimizer.zero_grad();
            objective.forward(model.forward(x), y).backward();
            objective.AddPenalties();
            optimizer.step();
            objective.TakeProximalStep(optimizer);
        }

        objective.Dispose();
    }
}
