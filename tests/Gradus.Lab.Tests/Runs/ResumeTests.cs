using Gradus.Lab.Runs;
using Gradus.Torch.Training;

namespace Gradus.Lab.Tests.Runs;

/// <summary>However a run was stopped: run again, it equals one that never was.</summary>
public sealed class ResumeTests : IDisposable
{
    private static readonly Lazy<(RunResult Result, Fact[] Facts)> s_whole = new(() =>
    {
        using TinyRun runs = new();
        RunFolder folder = runs.Folder();
        RunResult result = TinyRun.Run(folder);
        return (result, [.. Kept(folder)]);
    });

    private readonly TinyRun _runs = new();

    public void Dispose() => _runs.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_run_stopped_in_any_epoch_goes_on_to_the_same_numbers(int epoch)
    {
        StopIn(epoch);
        AssertGoesOn(firstEpoch: epoch);
    }

    [Fact]
    public void A_run_stopped_twice_goes_on_to_the_same_numbers()
    {
        StopIn(1);
        StopIn(2);
        AssertGoesOn(firstEpoch: 2);
    }

    [Theory]
    [InlineData("adagrad(lr=0.03)")]
    [InlineData("rmsprop(lr=0.003)")]
    [InlineData("sgd(lr=0.1)")]
    [InlineData("sgd(lr=0.1, momentum=0.9, nesterov=true)")]
    [InlineData("adamw(lr=0.003, weightDecay=0.1)")]
    public void Every_rule_s_memory_survives(string optimizer)
    {
        RunSpec spec = TinyRun.Spec with { Optimizer = optimizer };
        using TinyRun other = new();
        RunResult whole = TinyRun.Run(other.Folder(spec));
        StopIn(1, spec);
        TinyRun.AssertSame(whole, TinyRun.Run(_runs.Folder(spec)));
    }

    [Fact]
    public void A_convolutional_network_goes_on_to_the_same_numbers()
    {
        RunSpec spec = TinyRun.Spec with { Model = "cnn", Epochs = 2 };
        using TinyRun other = new();
        RunResult whole = TinyRun.Run(other.Folder(spec));
        StopIn(1, spec);
        TinyRun.AssertSame(whole, TinyRun.Run(_runs.Folder(spec)));
    }

    [Fact]
    public void A_run_stopped_while_it_was_being_tested_goes_on_to_the_same_numbers()
    {
        using CancellationTokenSource stop = new();
        Hearing listener = new(fact =>
        {
            if (fact is RunEnded) stop.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => TinyRun.Run(_runs.Folder(), stop, listener));
        Assert.Null(_runs.Folder().Result());
        AssertGoesOn(firstEpoch: 3);
    }

    [Fact]
    public void A_process_that_died_leaves_half_a_line_and_half_a_checkpoint_and_neither_matters()
    {
        StopIn(1);
        RunFolder folder = _runs.Folder();
        File.AppendAllText(folder.Metrics, "{\"fact\":\"step\",\"epoch\":1,\"st");
        File.WriteAllText(Path.Combine(folder.Checkpoints, "epoch-0001.safetensors.part"), "half");
        AssertGoesOn(firstEpoch: 1);
    }

    [Fact]
    public void A_listener_that_fails_ends_the_run_with_its_error_and_the_run_can_go_on()
    {
        Hearing listener = new(fact =>
        {
            if (fact is StepDone { Step: 5 }) throw new IOException("The disk is full.");
        });
        Assert.Equal("The disk is full.", Assert.Throws<IOException>(() => TinyRun.Run(_runs.Folder(), listener)).Message);
        Assert.Null(_runs.Folder().Result());
        AssertGoesOn(firstEpoch: null);
    }

    [Fact]
    public void A_listener_that_fails_stops_training_at_the_end_of_the_epoch()
    {
        RunFolder folder = _runs.Folder(TinyRun.Spec with { Epochs = 200 });
        Assert.Throws<IOException>(() => TinyRun.Run(folder, new Hearing(_ => throw new IOException("The disk is full."))));
        Assert.InRange(Checkpoint.EpochsIn(folder.Checkpoints), 0, 199);
    }

    // The checkpoint is on disk, but the process died before the facts of its epoch were.
    [Fact]
    public void A_checkpoint_ahead_of_the_record_is_given_up_so_that_no_epoch_is_missing()
    {
        StopIn(2);
        RunFolder folder = _runs.Folder();
        string[] lines = File.ReadAllLines(folder.Metrics);
        File.WriteAllLines(folder.Metrics, lines.TakeWhile(line => !line.Contains("\"fact\":\"epoch\"", StringComparison.Ordinal) || line.Contains("\"epoch\":0", StringComparison.Ordinal)));
        AssertGoesOn(firstEpoch: 0);
    }

    [Fact]
    public void A_checkpoint_without_any_record_is_given_up_too()
    {
        StopIn(2);
        File.Delete(_runs.Folder().Metrics);
        AssertGoesOn(firstEpoch: 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(200)]
    [InlineData(-1)]
    public void A_checkpoint_cut_short_is_an_error_that_names_the_file_and_the_way_out(int length)
    {
        StopIn(1);
        string path = Directory.GetFiles(_runs.Folder().Checkpoints).Single();
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, length < 0 ? bytes[..^1] : bytes[..length]);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => TinyRun.Run(_runs.Folder()));
        Assert.StartsWith($"{path} cannot be read: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(" Delete it, or restore a whole copy.", error.Message, StringComparison.Ordinal);

        File.Delete(path);
        AssertGoesOn(firstEpoch: 0);
    }

    /// <summary>
    /// Stops a run in the middle of an epoch, its predecessors saved. Training waits for no listener, so the order to stop
    /// may come too late on a busy machine; then it is tried again.
    /// </summary>
    private void StopIn(int epoch, RunSpec? spec = null)
    {
        RunFolder folder = _runs.Folder(spec);
        for (int attempt = 0; attempt < 50; attempt++)
        {
            using CancellationTokenSource stop = new();
            Hearing listener = new(fact =>
            {
                if (fact is StepDone done && done.Epoch >= epoch) stop.Cancel();
            });
            Assert.Throws<OperationCanceledException>(() => TinyRun.Run(folder, stop, listener));
            Assert.Null(folder.Result());
            if (Checkpoint.EpochsIn(folder.Checkpoints) == epoch) return;
            Directory.Delete(folder.Path, recursive: true);
        }

        Assert.Fail($"No run could be stopped in epoch {epoch}.");
    }

    /// <summary>Runs again; what was kept and what came anew are together what an uninterrupted run says.</summary>
    private void AssertGoesOn(int? firstEpoch)
    {
        RunFolder folder = _runs.Folder();
        int? began = null;
        RunResult result = TinyRun.Run(folder, new Hearing(fact => began ??= (fact as RunStarted)?.FirstEpoch));
        TinyRun.AssertSame(s_whole.Value.Result, result);
        if (firstEpoch is not null) Assert.Equal(firstEpoch, began);
        Assert.Equal(s_whole.Value.Facts, Kept(folder));
        Assert.Equal(s_whole.Value.Facts.OfType<StepDone>().Count(), EventFile.ReadFolder(folder.Path).Count(scalar => scalar.Tag == "train/rate"));
    }

    private static IEnumerable<Fact> Kept(RunFolder folder) =>
        TinyRun.Timeless(MetricsFile.Read(folder.Metrics)).Where(fact => fact is StepDone or EpochDone or Evaluated);
}
