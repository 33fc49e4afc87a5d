using Gradus.Torch.Losses;
using Gradus.Torch.Optimizers;
using Gradus.Torch.Tests.Optimizers;
using Gradus.Torch.Tests.Training;
using Gradus.Torch.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Gradus.Torch.Tests.Losses;

public class UncertaintyWeightingTests
{
    [Fact]
    public void The_sum_is_that_of_the_paper()
    {
        using IDisposable scope = NewDisposeScope();
        using UncertaintyWeighting weighting = new(TaskKind.Regression, TaskKind.Classification);
        Assert.Equal(0.5 * 3 + 2, weighting.forward([tensor(3f), tensor(2f)]).item<float>(), 1e-6);
        using (no_grad()) weighting.get_parameter("logVariance")!.copy_(tensor(new[] { 0.7f, -0.4f }));
        double expected = 0.5 * Math.Exp(-0.7) * 3 + 0.35 + Math.Exp(0.4) * 2 - 0.2;
        Assert.Equal(expected, weighting.forward([tensor(3f), tensor(2f)]).item<float>(), 1e-5);
        Assert.Equal(0.5 * Math.Exp(-0.7), weighting.Weights[0], 1e-6);
        Assert.Equal(Math.Exp(0.4), weighting.Weights[1], 1e-6);
    }

    /// <summary>∂/∂s is 0 where exp(s) is the loss, or twice that: the losses then pull with ½ each.</summary>
    [Fact]
    public void Learnt_weights_settle_where_the_losses_pull_equally()
    {
        using IDisposable scope = NewDisposeScope();
        using UncertaintyWeighting weighting = new(TaskKind.Regression, TaskKind.Classification);
        using TorchOptimizer optimizer = new(weighting.parameters(), Variants.Parse("adam(lr=0.05)"));
        for (int step = 0; step < 1000; step++)
        {
            optimizer.zero_grad();
            weighting.forward([tensor(40f), tensor(0.02f)]).backward();
            optimizer.step();
        }

        Assert.Equal(0.5, weighting.Weights[0] * 40, 1e-3);
        Assert.Equal(0.5, weighting.Weights[1] * 0.02, 1e-3);
    }

    [Fact]
    public void An_objective_with_learnt_weights_trains_them_beside_the_model()
    {
        using IDisposable scope = NewDisposeScope();
        using UncertaintyWeighting weighting = new(TaskKind.Regression, TaskKind.Regression);
        using TorchObjective objective = new(Recipe.Parse("mse + mae")) { Weighting = weighting };
        using Linear model = nn.Linear(3, 1);
        using TorchOptimizer optimizer = new(model, Variants.Parse("sgd(lr=0.1)"));
        optimizer.AddGroup(weighting.parameters(), Variants.Parse("sgd(lr=0.1)"));
        objective.Begin(model);
        Tensor loss = objective.forward(model.forward(Leaves.Numbers([5, 3], 1, ScalarType.Float32)), Leaves.Numbers([5, 1], 2, ScalarType.Float32));
        loss.backward();
        optimizer.step();
        Assert.All(weighting.get_parameter("logVariance")!.Numbers(), s => Assert.NotEqual(0, s));
        Assert.Equal(["mse", "mae"], objective.Parts().Select(part => part.Name));
    }

    [Fact]
    public void A_checkpoint_keeps_the_learnt_weights()
    {
        using IDisposable scope = NewDisposeScope();
        using Folder folder = new();
        using Linear model = nn.Linear(2, 2);
        using UncertaintyWeighting saved = new(TaskKind.Regression), loaded = new(TaskKind.Regression);
        using (no_grad()) saved.get_parameter("logVariance")!.copy_(tensor(new[] { 0.7f }));
        using TorchOptimizer optimizer = new(model, Variants.Parse("sgd"));
        Checkpoint.Save(folder.Path, 2, model, optimizer, saved);
        Assert.Equal(3, Checkpoint.LoadLatest(folder.Path, model, optimizer, loaded));
        Assert.Equal(0.7f, loaded.get_parameter("logVariance")!.item<float>());
        Assert.Throws<InvalidDataException>(() => Checkpoint.LoadLatest(folder.Path, model, optimizer));
        using UncertaintyWeighting other = new(TaskKind.Regression, TaskKind.Regression);
        Assert.Throws<InvalidDataException>(() => Checkpoint.LoadLatest(folder.Path, model, optimizer, other));
    }

    [Fact]
    public void Losses_and_tasks_must_match()
    {
        using IDisposable scope = NewDisposeScope();
        Assert.Contains("No tasks", Assert.Throws<ArgumentException>(() => new UncertaintyWeighting()).Message, StringComparison.Ordinal);
        using UncertaintyWeighting two = new(TaskKind.Regression, TaskKind.Regression);
        Assert.Contains("1 losses were given for 2 tasks", Assert.Throws<ArgumentException>(() => two.forward([tensor(1f)])).Message, StringComparison.Ordinal);
        Assert.Contains("Loss 1 has shape [3]", Assert.Throws<ArgumentException>(() => two.forward([tensor(1f), zeros(3)])).Message, StringComparison.Ordinal);
        using TorchObjective objective = new(Recipe.Parse("mse")) { Weighting = two };
        using Linear model = nn.Linear(2, 2);
        Assert.Contains("2 tasks, but there are 1 losses", Assert.Throws<ArgumentException>(() => objective.Begin(model)).Message, StringComparison.Ordinal);
    }
}
