using System.Security.Cryptography;
using Gradus.Lab.Runs;
using Gradus.Torch.Data;
using Gradus.Torch.Models;
using Gradus.Torch.Training;
using static TorchSharp.torch;

namespace Gradus.Lab.Tests.Runs;

public sealed class RunnerTests : IDisposable
{
    private readonly TinyRun _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void The_same_specification_gives_the_same_numbers_twice()
    {
        using TinyRun other = new();
        TinyRun.AssertSame(TinyRun.Run(_runs.Folder()), TinyRun.Run(other.Folder()));
    }

    [Fact]
    public void Another_seed_gives_other_weights_another_order_and_other_numbers()
    {
        RunResult one = TinyRun.Run(_runs.Folder()), other = TinyRun.Run(_runs.Folder(TinyRun.Spec with { Seed = 8 }));
        Assert.NotEqual(one.InitialWeights, other.InitialWeights);
        Assert.NotEqual(one.BatchOrder, other.BatchOrder);
        Assert.NotEqual(one.TestLoss, other.TestLoss);
    }

    [Fact]
    public void Sums_penalties_and_moving_values_are_trained_with_and_their_parts_recorded()
    {
        RunSpec spec = TinyRun.Spec with { Loss = "0.8*crossEntropy + (0→0.2 over 1 epoch)*crossEntropy(labelSmoothing=0.1) + l1(0.02, proximal=true)" };
        List<Fact> heard = [];
        RunFolder folder = _runs.Folder(spec);
        RunResult result = TinyRun.Run(folder, new Hearing(heard.Add));
        Assert.NotEqual(TinyRun.Run(_runs.Folder()).TestLoss, result.TestLoss);
        StepDone[] steps = [.. MetricsFile.Read(folder.Metrics).OfType<StepDone>()];
        Assert.Equal(heard.OfType<StepDone>(), steps);
        Assert.Equal(["0.8*crossEntropy", "(0→0.2 over 1 epoch)*crossEntropy(labelSmoothing=0.1)", "l1(0.02, proximal=true)"], steps[^1].Parts!.Select(part => part.Name));
        Assert.DoesNotContain("parts", File.ReadAllText(_runs.Folder().Metrics), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("crossEntropy + l2(-1)", "l2: strength = -1")]
    [InlineData("l2(1)", "has no loss")]
    public void A_loss_that_cannot_be_trained_with_is_told(string loss, string message) =>
        Assert.Contains(message, Assert.ThrowsAny<Exception>(() => TinyRun.Run(_runs.Folder(TinyRun.Spec with { Loss = loss }))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_finished_run_is_returned_without_training()
    {
        RunResult first = TinyRun.Run(_runs.Folder());
        List<Fact> heard = [];
        TinyRun.AssertSame(first, TinyRun.Run(_runs.Folder(), new Hearing(heard.Add)));
        Assert.Empty(heard);
    }

    [Fact]
    public void A_run_whose_result_was_damaged_runs_again_to_the_same_numbers()
    {
        RunResult first = TinyRun.Run(_runs.Folder());
        File.WriteAllText(Path.Combine(_runs.Folder().Path, "result.json"), "{\"curve\":[");
        TinyRun.AssertSame(first, TinyRun.Run(_runs.Folder()));
        Assert.NotNull(_runs.Folder().Result());
    }

    [Fact]
    public void The_curve_has_a_point_for_every_epoch_and_validations_between()
    {
        RunResult result = TinyRun.Run(_runs.Folder());
        Assert.Equal([(1, 4L), (2, 8L), (3, 12L)], result.Curve.Select(point => (point.Epoch, point.Step)));
        Assert.Equal([2L, 4, 6, 8, 10, 12], result.Validations.Select(point => point.Step));
        Assert.All(result.Curve.Zip(result.Curve.Skip(1)), pair => Assert.True(pair.First.Seconds < pair.Second.Seconds));
        Assert.True(result.Curve[^1].TrainLoss < result.Curve[0].TrainLoss);
        Assert.InRange(result.TestAccuracy, 0, 1);
    }

    [Fact]
    public void Weights_and_order_are_the_ones_that_the_record_names()
    {
        RunResult result = TinyRun.Run(_runs.Folder());
        using nn.Module<Tensor, Tensor> model = ImageModels.Create("mlp", TinyRun.Splits.Train, TinyRun.Spec.Seed);
        Assert.Equal(Hash(model.parameters().Select(parameter => parameter.bytes.ToArray())), result.InitialWeights);

        using BatchLoader loader = new(TinyRun.Splits.Train, TinyRun.Spec.BatchSize, TinyRun.Spec.Seed);
        byte[][] order = [.. Enumerable.Range(0, 3).SelectMany(epoch => loader.Epoch(epoch, TestContext.Current.CancellationToken)).Select(batch => System.Runtime.InteropServices.MemoryMarshal.AsBytes(batch.Rows).ToArray())];
        Assert.Equal(Hash(order), result.BatchOrder);
    }

    [Fact]
    public void The_files_tell_what_the_result_tells()
    {
        RunFolder folder = _runs.Folder();
        RunResult result = TinyRun.Run(folder);
        Fact[] facts = [.. MetricsFile.Read(folder.Metrics)];
        Assert.Equal(result.Curve.Select(point => point.TrainLoss), facts.OfType<EpochDone>().Select(epoch => epoch.Loss));
        Assert.Equal(result.Validations.Select(point => point.Loss), facts.OfType<Evaluated>().Select(evaluated => evaluated.Loss));
        Assert.Equal(Scalars(facts), EventFile.ReadFolder(folder.Path));
        Assert.Equal(RunEnd.Completed, Assert.IsType<RunEnded>(facts[^1]).Reason);
    }

    [Fact]
    public void A_rate_that_blows_up_is_recorded_as_divergence_and_not_as_a_failure()
    {
        RunResult result = TinyRun.Run(_runs.Folder(TinyRun.Spec with { Optimizer = "sgd(lr=1e30)" }));
        Assert.InRange(Assert.NotNull(result.DivergedAtStep), 1, 3);
        Assert.True(double.IsNaN(result.ValidationAccuracy));
        Assert.True(double.IsNaN(result.TestAccuracy));
        Assert.Equal(result.DivergedAtStep, _runs.Folder(TinyRun.Spec with { Optimizer = "sgd(lr=1e30)" }).Result()!.DivergedAtStep);
    }

    // One step an epoch: the loss is still that of the first weights when the last step ruins them.
    [Fact]
    public void Weights_ruined_by_the_very_last_step_are_a_divergence_too()
    {
        RunResult result = TinyRun.Run(_runs.Folder(TinyRun.Spec with { Optimizer = "sgd(lr=1e38)", Schedule = "constant", Epochs = 1, BatchSize = 200, EvaluationsPerEpoch = 1 }));
        Assert.Equal(1, result.DivergedAtStep);
        Assert.True(double.IsNaN(result.ValidationAccuracy));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named()
    {
        string file = Path.Combine(_runs.Path, "runs");
        File.WriteAllText(file, "");
        IOException error = Assert.ThrowsAny<IOException>(() => TinyRun.Run(new RunFolder(file, TinyRun.Spec)));
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_that_names_no_class_is_refused_before_it_reaches_a_loss() =>
        Assert.Equal(
            "Label 3 of image 1 names no class; there are 2, numbered from 0. (Parameter 'labels')",
            Assert.Throws<ArgumentException>(() => new ImageSet("bad", new byte[8], [0, 3], new(1, 2, 2), ["a", "b"])).Message);

    private static string Hash(IEnumerable<byte[]> parts) => Convert.ToHexStringLower(SHA256.HashData([.. parts.SelectMany(part => part)]))[..16];

    private static IEnumerable<Scalar> Scalars(IEnumerable<Fact> facts) => facts.SelectMany<Fact, Scalar>(fact => fact switch
    {
        StepDone step => [new("train/batch_loss", step.Step, (float)step.Loss), new("train/rate", step.Step, (float)step.Rate)],
        EpochDone epoch => [new("train/loss", epoch.Step, (float)epoch.Loss), new("train/accuracy", epoch.Step, (float)epoch.Accuracy)],
        Evaluated evaluated => [new("validation/loss", evaluated.Step, (float)evaluated.Loss), new("validation/accuracy", evaluated.Step, (float)evaluated.Accuracy)],
        _ => [],
    });
}
