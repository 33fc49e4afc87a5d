using Gradus.Optimizers;
using Gradus.Schedules;
using Gradus.Torch.Optimizers;
using TorchSharp;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Gradus.Torch.Tests.Optimizers;

/// <summary>What stands around a rule, on tensors.</summary>
public class WrapperTests
{
    [Theory]
    [InlineData(StepPath.Automatic)]
    [InlineData(StepPath.Scalar)]
    [InlineData(StepPath.Script)]
    public void Clipping_by_norm_looks_at_all_groups_and_types_together(StepPath path)
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] ours = [.. Leaves.Of(ScalarType.Float32, [3, 5], [17]), .. Leaves.Of(ScalarType.Float64, [9])];
        Parameter[] theirs = [.. ours.Select(p => new Parameter(p.detach().clone()))];
        using TorchOptimizer optimizer = new(ours[..1], Variants.Parse("sgd(lr=0.1) with clipNorm(0.5)")) { Path = path };
        optimizer.AddGroup(ours[1..], Variants.Parse("sgd(lr=0.2) with clipNorm(0.5)"));
        for (int step = 0; step < 3; step++)
        {
            Leaves.Give(ours, step);
            double norm = Math.Sqrt(ours.Sum(p => p.grad!.Numbers().Sum(g => g * g)));
            using (no_grad())
            {
                for (int i = 0; i < ours.Length; i++)
                {
                    using Scalar change = -(i == 0 ? 0.1 : 0.2) * Math.Min(1, 0.5 / norm);
                    theirs[i].add_(ours[i].grad! * change);
                }
            }

            StepResult result = optimizer.TakeStep();
            Assert.True(result.Stepped);
            Assert.Equal(3, result.Parameters);
            Assert.Equal(norm, result.GradientNorm!.Value, 1e-6 * norm);
            Assert.Equal(0.5 / norm, result.ClipFactor, 1e-6);
        }

        for (int i = 0; i < ours.Length; i++) Near.Equal(theirs[i], ours[i], 1e-6, $"parameter {i}");
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_gradient_that_is_no_number_moves_nothing_and_counts_as_no_step(float bad)
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] two = Leaves.Of(ScalarType.Float32, [5], [4]);
        using TorchOptimizer optimizer = new(two, Variants.Parse("adam(lr=0.1) with skipNonFinite"));
        Leaves.Give(two, 1);
        Assert.True(optimizer.TakeStep().Stepped);
        double[][] before = [.. two.Select(p => p.Numbers()), .. optimizer.State().Values.Select(value => value.Numbers())];
        Leaves.Give(two, 2);
        using (no_grad()) two[1].grad!.fill_(bad);
        StepResult result = optimizer.TakeStep();
        Assert.Equal("a gradient is NaN or infinite", result.Reason);
        double[][] after = [.. two.Select(p => p.Numbers()), .. optimizer.State().Values.Select(value => value.Numbers())];
        Assert.Equal(before, after);
    }

    [Theory]
    [InlineData("adamw(lr=0.1)")]
    [InlineData("sgd(lr=0.1, momentum=0.9) with clipNorm(0.1)")]
    public void Norms_are_measured_without_changing_the_step(string rule)
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] plain = Leaves.Of(ScalarType.Float32, [70, 50], [17]), measured = Leaves.Of(ScalarType.Float32, [70, 50], [17]);
        using TorchOptimizer a = new(plain, Variants.Parse(rule)), b = new(measured, Variants.Parse(rule)) { MeasuresNorms = true };
        for (int step = 0; step < 3; step++)
        {
            Leaves.Give(plain, step);
            Leaves.Give(measured, step);
            double[][] before = [.. measured.Select(p => p.Numbers())];
            a.step();
            StepResult result = b.TakeStep();
            double gradient = Math.Sqrt(measured.Sum(p => p.grad!.Numbers().Sum(g => g * g)));
            double update = Math.Sqrt(measured.Zip(before, (p, old) => p.Numbers().Zip(old, (x, y) => (x - y) * (x - y)).Sum()).Sum());
            Assert.Equal(gradient, result.GradientNorm!.Value, 1e-6 * gradient);
            Assert.Equal(update, result.UpdateNorm!.Value, 1e-5 * update);
        }

        for (int i = 0; i < plain.Length; i++) Assert.Equal(plain[i].Numbers(), measured[i].Numbers());
    }

    [Fact]
    public void Biases_and_layers_get_rules_of_their_own_by_a_word()
    {
        using nn.Module<Tensor, Tensor> model = nn.Sequential(("a", nn.Linear(3, 4)), ("norm", nn.LayerNorm(4)), ("b", nn.Linear(4, 2)));
        using TorchOptimizer optimizer = new(model, Variants.Parse("adamw(lr=1, weightDecay=0.1) with noDecayOnVectors with layerDecay(0.5) with group(\"b.*\", rate=10)"));
        Dictionary<string, (double, double)> found = [];
        foreach (OptimizerGroup group in optimizer.Groups)
        {
            foreach (string name in group.Names) found[name] = (group.LearningRate, ((AdamW)group.Rule).WeightDecay);
        }

        Assert.Equal((0.25, 0.1), found["a.weight"]);
        Assert.Equal((0.25, 0), found["a.bias"]);
        Assert.Equal((0.5, 0), found["norm.weight"]);
        Assert.Equal((10, 0.1), found["b.weight"]);
        Assert.Equal((10, 0), found["b.bias"]);
    }

    [Fact]
    public void A_pattern_that_fits_no_name_is_refused_with_the_names_there_are()
    {
        using nn.Module<Tensor, Tensor> model = nn.Linear(3, 4);
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new TorchOptimizer(model, Variants.Parse("adamw with group(\"head.*\", rate=0.1)")));
        Assert.Equal("No parameter's name fits 'head.*'; there are weight, bias.", refusal.Message);
    }

    [Fact]
    public void Accumulated_gradients_make_the_step_of_their_mean()
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] parts = Leaves.Of(ScalarType.Float64, [6]), whole = Leaves.Of(ScalarType.Float64, [6]);
        using TorchOptimizer a = new(parts, Variants.Parse("adam(lr=0.1) with accumulate(3) with clipNorm(0.2)")), b = new(whole, Variants.Parse("adam(lr=0.1) with clipNorm(0.2)"));
        for (int step = 0; step < 4; step++)
        {
            Tensor sum = zeros(6, ScalarType.Float64);
            for (int part = 0; part < 3; part++)
            {
                a.zero_grad();
                Tensor gradient = Leaves.Numbers([6], 10 * step + part, ScalarType.Float64);
                using (no_grad()) parts[0].grad = parts[0].grad is { } so_far ? so_far + gradient : gradient;
                sum += gradient;
                StepResult result = a.TakeStep();
                Assert.Equal(part == 2, result.Stepped);
                if (part < 2) Assert.Equal($"gathering gradients: {part + 1} of 3", result.Reason);
            }

            using Scalar three = 3;
            whole[0].grad = sum / three;
            b.step();
        }

        Near.Equal(whole[0], parts[0], 1e-14);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sharpness_aware_steps_use_the_gradient_uphill(bool adaptive)
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] all = Leaves.Of(ScalarType.Float64, [4], [3]);
        double[] x = [.. all[0].Numbers(), .. all[1].Numbers()];
        using TorchOptimizer optimizer = new(all, new Sgd(Lr: 0.1).With(new Sam(0.3, adaptive)));
        for (int step = 0; step < 5; step++)
        {
            optimizer.step(() =>
            {
                optimizer.zero_grad();
                Tensor loss = all[0].pow(4).sum() + (all[1] * all[1]).sum() * all[0].sum();
                loss.backward();
                return loss;
            });
            double[] g = Slope(x), size = [.. x.Select(v => adaptive ? Math.Abs(v) + 0.01 : 1)];
            double norm = Math.Sqrt(g.Zip(size, (gi, si) => gi * si * gi * si).Sum());
            double[] top = [.. x.Select((v, i) => v + 0.3 * size[i] * size[i] * g[i] / norm)];
            double[] up = Slope(top);
            for (int i = 0; i < x.Length; i++) x[i] -= 0.1 * up[i];
        }

        double[] found = [.. all[0].Numbers(), .. all[1].Numbers()];
        for (int i = 0; i < x.Length; i++) Assert.Equal(x[i], found[i], 1e-12);
        Assert.Throws<InvalidOperationException>(() => optimizer.step());

        static double[] Slope(double[] x)
        {
            double sum = x[0] + x[1] + x[2] + x[3], squares = x[4] * x[4] + x[5] * x[5] + x[6] * x[6];
            return [.. x.Select((v, i) => i < 4 ? 4 * v * v * v + squares : 2 * v * sum)];
        }
    }

    [Theory]
    [InlineData("sgd(lr=0.1) with ema(decay=0.5, warmup=false)", StepPath.Automatic)]
    [InlineData("sgd(lr=0.1) with ema(decay=0.5, warmup=false)", StepPath.Script)]
    public void The_average_is_there_for_a_while_and_the_weights_come_back_bit_for_bit(string rule, StepPath path)
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] one = [.. Leaves.Of(ScalarType.Float32, [5, 4]), new(Leaves.Numbers([4, 5], 3, ScalarType.Float32).t())];
        using TorchOptimizer optimizer = new(one, Variants.Parse(rule)) { Path = path };
        double[][] average = [.. one.Select(p => p.Numbers())];
        for (int step = 0; step < 6; step++)
        {
            Leaves.Give(one, step);
            optimizer.step();
            for (int i = 0; i < one.Length; i++) average[i] = [.. average[i].Zip(one[i].Numbers(), (a, x) => a + 0.5 * (x - a))];
        }

        double[][] trained = [.. one.Select(p => p.Numbers())];
        Assert.True(optimizer.HasAverage);
        using (optimizer.AtAverage())
        {
            for (int i = 0; i < one.Length; i++)
            {
                Assert.Equal(average[i].Length, one[i].Numbers().Length);
                foreach ((double expected, double found) in average[i].Zip(one[i].Numbers())) Assert.Equal(expected, found, 1e-6);
            }
        }

        for (int i = 0; i < one.Length; i++) Assert.Equal(trained[i], one[i].Numbers());
    }

    [Fact]
    public void A_schedule_free_rule_is_evaluated_at_its_average()
    {
        using IDisposable scope = NewDisposeScope();
        Parameter[] one = Leaves.Of(ScalarType.Float64, [7]);
        double[] z = one[0].Numbers(), x = one[0].Numbers();
        using TorchOptimizer optimizer = new(one, Variants.Parse("scheduleFreeSgd(lr=0.1)"));
        for (int t = 1; t <= 5; t++)
        {
            Leaves.Give(one, t);
            double[] g = one[0].grad!.Numbers();
            optimizer.step();
            for (int i = 0; i < z.Length; i++)
            {
                z[i] -= 0.1 * g[i];
                x[i] += (z[i] - x[i]) / t;
            }
        }

        using (optimizer.AtAverage()) foreach ((double expected, double found) in x.Zip(one[0].Numbers())) Assert.Equal(expected, found, 1e-12);
    }

    [Fact]
    public void Frozen_parameters_rest_and_say_so_until_they_are_let_go()
    {
        using nn.Module<Tensor, Tensor> model = nn.Sequential(("body", nn.Linear(3, 4)), ("head", nn.Linear(4, 2)));
        using TorchOptimizer optimizer = new(model, Variants.Parse("sgd(lr=0.1) with freeze(\"body.*\", until=50%)"));
        optimizer.Begin(new RunLength(10));
        Parameter body = model.named_parameters().First().parameter;
        double[] before = body.Numbers();
        for (int step = 0; step < 10; step++)
        {
            optimizer.MoveTo(step);
            optimizer.zero_grad();
            model.forward(ones(2, 3)).sum().backward();
            StepResult result = optimizer.TakeStep();
            Assert.Equal(step < 5 ? 2 : 4, result.Parameters);
            if (step < 5) Assert.Contains(("body.weight", "it is frozen"), result.LeftOut);
            Assert.Equal(step < 5, before.SequenceEqual(body.Numbers()));
        }
    }
}
