using Gradus.Losses;
using Gradus.Torch.Data;
using Gradus.Torch.Losses;
using Gradus.Torch.Training;
using static TorchSharp.torch;

namespace Gradus.Torch.Tests.Training;

/// <remarks>libtorch's random state, from which dropout draws, belongs to the whole process: these run alone.</remarks>
[Collection(Alone.Name)]
public class TrainerTests
{
    private const int Steps = 8;

    [Fact]
    public void Facts_come_in_order_and_complete()
    {
        using Folder folder = new();
        using SmallRun run = new(change: plan => plan with { Epochs = 2, CheckpointFolder = folder.Path });
        Recorder recorder = new();
        RunEnded ended = run.Train(recorder);
        Assert.Equal((RunEnd.Completed, 2L * Steps), (ended.Reason, ended.Steps));
        string[] epoch = [.. Enumerable.Repeat(nameof(StepDone), Steps), nameof(EpochDone), nameof(Evaluated), nameof(CheckpointSaved)];
        Assert.Equal([nameof(RunStarted), .. epoch, .. epoch, nameof(RunEnded)], recorder.Facts.Select(fact => fact.GetType().Name));
        Assert.Equal(new RunStarted(0, 0, 2, Steps, 30), recorder.Facts[0]);
        Assert.Equal(Enumerable.Range(0, 2 * Steps).Select(i => (long)i), recorder.Facts.OfType<StepDone>().Select(step => step.Step));
        Assert.Equal(30, recorder.Facts.OfType<StepDone>().Where(step => step.Epoch == 1).Sum(step => step.Samples));
        Assert.True(recorder.Facts.Zip(recorder.Facts.Skip(1)).All(pair => pair.First.Seconds <= pair.Second.Seconds));
        Assert.Equal(ended, recorder.Facts[^1]);
    }

    [Fact]
    public void Rates_follow_the_schedule_and_an_epoch_averages_its_samples()
    {
        using SmallRun run = new(change: plan => plan with { Epochs = 1 });
        Recorder recorder = new();
        Trainer trainer = new(run.Plan);
        trainer.Run([recorder], TestContext.Current.CancellationToken);
        StepDone[] steps = [.. recorder.Facts.OfType<StepDone>()];
        Assert.Equal(Enumerable.Range(0, Steps).Select(i => 0.01 * trainer.Schedule.At(i)), steps.Select(step => step.Rate));
        EpochDone epoch = recorder.Facts.OfType<EpochDone>().Single();
        Assert.Equal(steps.Sum(step => step.Loss * step.Samples) / 30, epoch.Loss, 1e-12);
        Assert.Equal(steps.Sum(step => step.Accuracy * step.Samples) / 30, epoch.Accuracy, 1e-12);
    }

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        (IEnumerable<Fact> Facts, double[] Weights) one = Train(1), same = Train(1), other = Train(2);
        Assert.Equal(one.Facts, same.Facts);
        Assert.Equal(one.Weights, same.Weights);
        Assert.NotEqual(one.Facts, other.Facts);
        Assert.NotEqual(one.Weights, other.Weights);

        static (IEnumerable<Fact>, double[]) Train(long seed)
        {
            using SmallRun run = new(seed: seed);
            Recorder recorder = new();
            run.Train(recorder);
            return ([.. recorder.Timeless], run.Weights());
        }
    }

    [Theory]
    [InlineData("adam(lr=0.01)")]
    [InlineData("sgd(lr=0.1, momentum=0.9)")]
    public void A_run_that_was_interrupted_goes_on_as_if_nothing_had_happened(string rule)
    {
        using Folder straightFolder = new(), folder = new();
        using SmallRun straight = new(rule, change: plan => plan with { CheckpointFolder = straightFolder.Path });
        Recorder whole = new();
        straight.Train(whole);

        using CancellationTokenSource stop = new();
        using SmallRun first = new(rule, change: plan => plan with
        {
            CheckpointFolder = folder.Path,
            Train = new BatchLoader(plan.Train.Set, 4, 1, new BatchOptions { Augmentations = [new StopAt(stop, after: 75)] }),
        });
        Recorder before = new();
        Assert.Equal(RunEnd.Interrupted, first.TrainUntil(before, stop.Token).Reason);
        first.Plan.Train.Dispose();
        Assert.IsType<RunEnded>(before.Facts[^1]);

        using SmallRun second = new(rule, seed: 1, change: plan =>
        {
            int next = Checkpoint.LoadLatest(folder.Path, plan.Model, plan.Optimizer);
            return plan with { FirstEpoch = next, CheckpointFolder = folder.Path };
        });
        int resumedAt = second.Plan.FirstEpoch;
        Assert.InRange(resumedAt, 1, 3);
        Recorder after = new();
        Assert.Equal(RunEnd.Completed, second.Train(after).Reason);

        Assert.Equal(straight.Weights(), second.Weights());
        Assert.Equal(whole.Timeless.Skip(1).Where(fact => Epoch(fact) >= resumedAt), after.Timeless.Skip(1).Where(fact => Epoch(fact) >= resumedAt));
        Assert.Equal(whole.Timeless.Where(fact => Epoch(fact) < resumedAt && fact is not RunStarted), before.Timeless.Where(fact => Epoch(fact) < resumedAt && fact is not RunStarted));
    }

    [Fact]
    public void A_loss_that_leaves_the_real_numbers_ends_the_run_and_says_where()
    {
        using SmallRun run = new("sgd(lr=1e30)");
        Recorder recorder = new();
        RunEnded ended = run.Train(recorder);
        Assert.Equal(RunEnd.Diverged, ended.Reason);
        Finding finding = Assert.IsType<Finding>(recorder.Facts[^2]);
        Assert.Equal(ended.Steps, finding.Step);
        Assert.Contains($"at step {ended.Steps};", finding.Message, StringComparison.Ordinal);
        Assert.Equal(ended.Steps, recorder.Facts.OfType<StepDone>().Count());
    }

    [Fact]
    public void Not_a_number_ends_the_run_before_it_spreads_over_the_weights()
    {
        using SmallRun run = new();
        using (no_grad()) run.Model.get_parameter("in.bias")![0] = tensor(float.NaN);
        double[] before = Weights();
        RunEnded ended = run.Train(new Recorder());
        Assert.Equal((RunEnd.Diverged, 0L), (ended.Reason, ended.Steps));
        Assert.Equal(before, Weights());

        double[] Weights() => [.. run.Model.parameters().SelectMany(parameter => parameter.Numbers())];
    }

    [Fact]
    public void A_run_cancelled_before_it_began_is_interrupted_at_step_0()
    {
        using SmallRun run = new();
        Recorder recorder = new();
        RunEnded ended = run.TrainUntil(recorder, new CancellationToken(canceled: true));
        Assert.Equal((RunEnd.Interrupted, 0L), (ended.Reason, ended.Steps));
        Assert.Equal([nameof(RunStarted), nameof(RunEnded)], recorder.Facts.Select(fact => fact.GetType().Name));
    }

    [Fact]
    public void An_exception_in_training_is_told_and_thrown()
    {
        using SmallRun run = new(change: plan => plan with { Model = nn.Linear(7, 3) });
        Recorder recorder = new();
        Assert.ThrowsAny<Exception>(() => run.Train(recorder));
        Assert.Equal(RunEnd.Failed, Assert.IsType<RunEnded>(recorder.Facts[^1]).Reason);
        run.Plan.Model.Dispose();
    }

    [Theory]
    [InlineData(1, new long[] { 8 })]
    [InlineData(3, new long[] { 3, 6, 8 })]
    [InlineData(8, new long[] { 1, 2, 3, 4, 5, 6, 7, 8 })]
    [InlineData(100, new long[] { 1, 2, 3, 4, 5, 6, 7, 8 })]
    public void Validation_is_evaluated_as_often_as_asked(int times, long[] at)
    {
        using SmallRun run = new(change: plan => plan with { Epochs = 1, EvaluationsPerEpoch = times });
        Recorder recorder = new();
        run.Train(recorder);
        Assert.Equal(at, recorder.Facts.OfType<Evaluated>().Select(evaluated => evaluated.Step));
    }

    [Fact]
    public void Evaluation_leaves_training_as_it_was()
    {
        using SmallRun often = new(change: plan => plan with { EvaluationsPerEpoch = 4 }), never = new(change: plan => plan with { Validation = null });
        often.Train(new Recorder());
        never.Train(new Recorder());
        Assert.Equal(never.Weights(), often.Weights());
    }

    [Fact]
    public void Evaluating_leaves_the_model_in_the_mode_it_was_in()
    {
        using SmallRun run = new();
        Trainer trainer = new(run.Plan);
        run.Model.eval();
        trainer.Evaluate(run.Plan.Validation!, TestContext.Current.CancellationToken);
        Assert.False(run.Model.training);
        run.Model.train();
        trainer.Evaluate(run.Plan.Validation!, TestContext.Current.CancellationToken);
        Assert.True(run.Model.training);
    }

    [Fact]
    public void What_cannot_be_trained_is_refused_in_a_sentence()
    {
        using SmallRun run = new();
        Says("0 epochs were asked for; a run needs at least 1.", plan => plan with { Epochs = 0 });
        Says("0 evaluations per epoch were asked for; give at least 1, or no validation data.", plan => plan with { EvaluationsPerEpoch = 0 });
        Says("The loss keeps its elements apart (Reduction.None); training needs one number: Reduction.Mean or Sum.", plan => plan with { Loss = new TorchLoss(new CrossEntropy(), Reduction.None) });
        Says("The run would begin at epoch 5, but has only 4; raise Epochs to train on.", plan => plan with { FirstEpoch = 5 });
        Assert.Throws<ArgumentNullException>(() => new Trainer(null!));

        void Says(string sentence, Func<TrainingPlan, TrainingPlan> change) =>
            Assert.StartsWith(sentence, Assert.Throws<ArgumentException>(() => new Trainer(change(run.Plan))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_is_already_whole_has_nothing_left_to_do()
    {
        using SmallRun run = new(change: plan => plan with { FirstEpoch = 4 });
        RunEnded ended = run.Train(new Recorder());
        Assert.Equal((RunEnd.Completed, 4L * Steps), (ended.Reason, ended.Steps));
    }

    private static int Epoch(Fact fact) => fact switch
    {
        StepDone step => step.Epoch,
        EpochDone epoch => epoch.Epoch,
        Evaluated evaluated => evaluated.Epoch,
        CheckpointSaved saved => saved.Epoch,
        RunEnded => int.MaxValue,
        _ => -1,
    };

    /// <summary>Changes nothing; asks the run to stop when it meets the so-manieth image.</summary>
    private sealed class StopAt(CancellationTokenSource stop, int after) : IAugmentation
    {
        private int _met;

        public void Apply(ReadOnlySpan<byte> image, Span<byte> target, ImageShape shape, ref SeededRandom random)
        {
            image.CopyTo(target);
            if (Interlocked.Increment(ref _met) == after) stop.Cancel();
        }
    }

    [Fact]
    public void Every_step_tells_the_parts_of_a_sum_and_validation_leaves_penalties_out()
    {
        const string Text = "0.5*crossEntropy + (0→1 over 1 epoch)*crossEntropy(labelSmoothing=0.1) + l2(0.1) + l1(0→0.01 over 50%)";
        using TorchObjective objective = new(Recipe.Parse(Text));
        using SmallRun run = new(change: plan => plan with { Epochs = 2, Loss = objective });
        Recorder recorder = new();
        run.Train(recorder);
        StepDone[] steps = [.. recorder.Facts.OfType<StepDone>()];
        Assert.All(steps, step =>
        {
            Assert.Equal(["0.5*crossEntropy", "(0→1 over 1 epoch)*crossEntropy(labelSmoothing=0.1)", "l2(0.1)", "l1(0→0.01 over 50%)"], step.Parts!.Select(part => part.Name));
            Assert.Equal(step.Loss, step.Parts![0].Value + step.Parts[1].Value, 1e-5);
            Assert.Equal(step.Total!.Value, step.Parts.Sum(part => part.Value), 1e-5);
            Assert.True(step.Parts[2].Value > 0);
        });
        Assert.Equal((0, 0), (steps[0].Parts![1].Value, steps[0].Parts![3].Value));
        Assert.True(steps[1].Parts![1].Value > 0 && steps[1].Parts![3].Value > 0);
        // At the end both losses count: less than what validation would be with the penalties on top.
        Evaluated last = recorder.Facts.OfType<Evaluated>().Last();
        Assert.True(last.Loss > 0);
        Assert.Equal(last.Loss, new Trainer(run.Plan).Evaluate(run.Plan.Validation!, TestContext.Current.CancellationToken).Loss + LossAtEndMinusLossAtStart(), 1e-5);

        // A new trainer stands at step 0, where the second loss has no weight.
        double LossAtEndMinusLossAtStart()
        {
            using TorchObjective second = new(Recipe.Parse("crossEntropy(labelSmoothing=0.1)"));
            return new Trainer(run.Plan with { Loss = second }).Evaluate(run.Plan.Validation!, TestContext.Current.CancellationToken).Loss;
        }
    }

    [Fact]
    public void A_loss_alone_has_no_parts_to_tell()
    {
        using SmallRun run = new(change: plan => plan with { Epochs = 1 });
        Recorder recorder = new();
        run.Train(recorder);
        Assert.All(recorder.Facts.OfType<StepDone>(), step => Assert.Equal((null, null), (step.Total, step.Parts)));
    }

    [Fact]
    public void Moving_values_go_on_where_an_interrupted_run_stopped()
    {
        double[] whole = Weights(folder: null, stopAfter: null);
        using Folder folder = new();
        Weights(folder.Path, stopAfter: 2);
        Assert.Equal(whole, Weights(folder.Path, stopAfter: null));

        static double[] Weights(string? folder, int? stopAfter)
        {
            using TorchObjective objective = new(Recipe.Parse("(1→0.2 over 50%)*crossEntropy + l1(0→0.3 over 4 epochs cosine, proximal=true)"));
            using CancellationTokenSource stop = new();
            using SmallRun run = new(change: plan => plan with
            {
                Loss = objective,
                CheckpointFolder = folder,
                FirstEpoch = folder is null ? 0 : Checkpoint.LoadLatest(folder, plan.Model, plan.Optimizer),
            });
            run.TrainUntil(new Recorder(fact =>
            {
                if (fact is CheckpointSaved saved && saved.Epoch + 1 == stopAfter) stop.Cancel();
            }), stop.Token);
            return run.Weights();
        }
    }

    [Fact]
    public void A_penalty_that_explodes_ends_the_run_before_the_step()
    {
        using TorchObjective objective = new(Recipe.Parse("crossEntropy + l2(1e300)"));
        objective.Penalize(Recipe.Parse("l2(1.7e308, on=all)").Penalties[0]);
        using SmallRun run = new(change: plan => plan with { Loss = objective });
        Assert.Equal((RunEnd.Diverged, 0L), (run.Train(new Recorder()).Reason, 0L));
    }
}
