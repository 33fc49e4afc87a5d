using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Gradus.Drivers;
using Gradus.Lab.Data;
using Gradus.Lab.Experiments;
using Gradus.Lab.Reports;
using Gradus.Lab.Reports.Verdicts;
using Gradus.Lab.Runs;
using Gradus.Torch.Data;
using Gradus.Torch.Models;
using static TorchSharp.torch;

namespace Gradus.Lab.Tests.Experiments;

/// <summary>One experiment that others are compared with.</summary>
public sealed class WholeShootout : IAsyncLifetime
{
    private readonly TinyShootout _shootout = new();

    public ExperimentOutcome Outcome { get; private set; } = null!;

    public Comparison Comparison => Outcome.Comparison;

    internal Watcher Watcher { get; } = new();

    public async ValueTask InitializeAsync() => Outcome = await _shootout.RunAsync(Watcher);

    public ValueTask DisposeAsync()
    {
        Watcher.Dispose();
        _shootout.Dispose();
        return ValueTask.CompletedTask;
    }
}

[Collection("experiments")]
public sealed class OptimizerShootoutTests(WholeShootout whole) : IClassFixture<WholeShootout>, IDisposable
{
    private readonly TinyShootout _shootout = new();

    public void Dispose() => _shootout.Dispose();

    [Fact]
    public void Every_contestant_is_offered_the_same_rates() => Assert.All(whole.Comparison.Contestants, contestant =>
    {
        Assert.Equal(TinyShootout.Profile.Rates, contestant.Grid.Select(point => point.Rate));
        Assert.Single(contestant.Grid.Select(point => point.Seed).Distinct());
    });

    [Fact]
    public void Every_contestant_starts_each_seed_from_the_same_weights()
    {
        Assert.Equal([1, 2], whole.Comparison.Plan.Seeds);
        Assert.All(whole.Comparison.Contestants, contestant => Assert.Equal([1, 2], contestant.Runs.Select(run => run.Seed)));
        foreach (ContestantRun run in whole.Comparison.Contestants.SelectMany(contestant => contestant.Runs))
        {
            using nn.Module<Tensor, Tensor> model = ImageModels.Create("cnn", TinyShootout.Split().Train, run.Seed);
            Assert.Equal(Hash(model.parameters().Select(parameter => parameter.bytes.ToArray())), run.InitialWeights);
        }
    }

    [Fact]
    public void Every_contestant_sees_the_same_batches_of_each_seed()
    {
        foreach (ContestantRun run in whole.Comparison.Contestants.SelectMany(contestant => contestant.Runs))
        {
            using BatchLoader loader = new(TinyShootout.Split().Train, whole.Comparison.Plan.BatchSize, run.Seed);
            Assert.Equal(Hash(loader.Epoch(0, TestContext.Current.CancellationToken).Select(batch => MemoryMarshal.AsBytes(batch.Rows).ToArray())), run.BatchOrder);
        }
    }

    [Fact]
    public void The_search_has_a_seed_that_confirms_nobody() =>
        Assert.DoesNotContain(whole.Comparison.Contestants[0].Grid[0].Seed, whole.Comparison.Plan.Seeds);

    [Fact]
    public void The_chosen_rate_did_best_on_validation_data() => Assert.All(whole.Comparison.Contestants, contestant =>
    {
        GridPoint best = contestant.Grid.Where(point => !point.Diverged).MaxBy(point => (point.ValidationAccuracy, -point.ValidationLoss))!;
        Assert.Equal(best.Rate, contestant.ChosenRate);
        Assert.Equal(contestant.ChosenRate, Notation.ParseOptimizer(contestant.Recipe.Split(" | ")[1]).Lr);
    });

    [Fact]
    public void Contestants_differ_in_their_optimizer_alone()
    {
        Assert.Equal(7, whole.Comparison.Contestants.Select(contestant => contestant.Recipe).Distinct().Count());
        Assert.All(whole.Watcher.Begun, spec => Assert.Equal(
            ("crossEntropy", "cosine", "cnn", 1, 64), (spec.Loss, spec.Schedule, spec.Model, spec.Epochs, spec.BatchSize)));
        Assert.Single(whole.Watcher.Begun.Select(spec => spec.Data).Distinct());
    }

    [Fact]
    public void A_rate_that_diverges_is_recorded_and_never_chosen() => Assert.All(whole.Comparison.Contestants, contestant =>
    {
        Assert.True(contestant.Grid[^1].Diverged);
        Assert.True(double.IsNaN(contestant.Grid[^1].ValidationAccuracy));
        Assert.NotEqual(1e30, contestant.ChosenRate);
    });

    [Fact]
    public void The_search_measures_nothing_on_the_test_set()
    {
        Assert.Equal((21, 14), (whole.Watcher.Begun.Count(spec => !spec.Confirms), whole.Watcher.Begun.Count(spec => spec.Confirms)));
        Assert.All(whole.Comparison.Contestants.SelectMany(contestant => contestant.Runs), run => Assert.InRange(run.TestAccuracy, 0, 1));
        string runs = Path.Combine(Path.GetDirectoryName(whole.Outcome.Files.Json)!, "runs");
        Assert.All(whole.Watcher.Begun.Where(spec => !spec.Confirms), spec => Assert.True(double.IsNaN(new RunFolder(runs, spec).Result()!.TestAccuracy)));
    }

    [Fact]
    public async Task Other_test_labels_change_no_choice_and_no_curve()
    {
        TrainTest data = TinyShootout.Data;
        ImageSet test = data.Test;
        ImageSet relabelled = new(
            test.Name,
            [.. Enumerable.Range(0, test.Count).SelectMany(i => test.Image(i).ToArray())],
            [.. Enumerable.Range(0, test.Count).Select(i => (test.Label(i) + 3) % test.Classes)],
            test.Shape,
            test.ClassNames);
        Comparison other = (await _shootout.RunAsync(data: data with { Test = relabelled })).Comparison;
        Assert.NotEqual(Runs(whole.Comparison).Select(run => run.TestLoss), Runs(other).Select(run => run.TestLoss));
        Assert.Equal(TinyShootout.Timeless(Untested(whole.Comparison)), TinyShootout.Timeless(Untested(other)));

        static Comparison Untested(Comparison comparison) => comparison with
        {
            Data = comparison.Data with { Fingerprint = "" },
            Contestants = [.. comparison.Contestants.Select(contestant => contestant with
            {
                Runs = [.. contestant.Runs.Select(run => run with { TestAccuracy = 0, TestLoss = 0, Folder = null })],
            })],
        };
    }

    [Fact]
    public async Task Other_test_data_in_the_same_report_folder_reuses_no_result()
    {
        Profile one = TinyShootout.Profile with { Rates = [1e-2], Seeds = 1 };
        await _shootout.RunAsync(profile: one);
        using Watcher again = new();
        await _shootout.RunAsync(again, profile: one, data: TinyShootout.Data with { Test = Glyphs.Create(seed: 2, train: 1, test: 40).Test });
        Assert.All(again.Parts, part => Assert.Equal(0, part.Done));
    }

    [Fact]
    public async Task One_at_a_time_or_side_by_side_the_numbers_are_the_same()
    {
        Comparison alone = (await _shootout.RunAsync(jobs: 1)).Comparison;
        Assert.Equal(TinyShootout.Timeless(whole.Comparison), TinyShootout.Timeless(alone));
        Assert.NotEqual(whole.Comparison.Notes, alone.Notes);
    }

    [Fact]
    public async Task Stopped_in_the_search_and_in_the_confirmation_it_goes_on_to_the_same_results()
    {
        using Watcher first = new() { StopAfter = 5 }, second = new() { StopAfter = 20 }, third = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _shootout.RunAsync(first));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _shootout.RunAsync(second));
        Comparison resumed = (await _shootout.RunAsync(third)).Comparison;
        Assert.Equal(TinyShootout.Timeless(whole.Comparison), TinyShootout.Timeless(resumed));
        Assert.Equal(35, first.Finished.Count + second.Finished.Count + third.Finished.Count);
        Assert.Equal(("search for the learning rate", 21, first.Finished.Count), second.Parts[0]);
        Assert.Equal(21, third.Parts[0].Done);
    }

    // The whole comparison stops, with the sentence of the run that failed, and what else was finished is kept.
    [Fact]
    public async Task One_run_that_cannot_go_on_stops_the_comparison_with_its_error()
    {
        Profile one = TinyShootout.Profile with { Rates = [1e-5, 1e-2], Seeds = 1 };
        using Watcher first = new() { StopAfter = 2 }, again = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _shootout.RunAsync(first, jobs: 1, profile: one));
        RunSpec next = first.Begun.Except(first.Finished).Single();
        RunFolder folder = new(Path.Combine(_shootout.Out, "runs"), next);
        Directory.CreateDirectory(folder.Checkpoints);
        File.WriteAllText(Path.Combine(folder.Checkpoints, "epoch-0000.safetensors"), "damaged");
        await File.WriteAllTextAsync(folder.Metrics, """
            {"fact":"epoch","epoch":0,"step":2,"loss":1,"accuracy":0,"rate":0,"trainingSeconds":0,"seconds":0}
            {"fact":"evaluated","split":"validation","epoch":0,"step":2,"loss":1,"accuracy":0,"trainingSeconds":0,"seconds":0}
            """, TestContext.Current.CancellationToken);
        InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(() => _shootout.RunAsync(again, profile: one));
        Assert.Contains("epoch-0000.safetensors cannot be read: it ends before its header. Delete it", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, again.Parts[0].Done);

        Directory.Delete(folder.Checkpoints, recursive: true);
        Assert.All((await _shootout.RunAsync(profile: one)).Comparison.Contestants, contestant => Assert.Single(contestant.Runs));
    }

    [Fact]
    public async Task A_finished_comparison_is_reported_again_without_training()
    {
        Profile one = TinyShootout.Profile with { Rates = [1e-5, 1e-2], Seeds = 1 };
        Comparison first = (await _shootout.RunAsync(profile: one)).Comparison;
        using Watcher again = new();
        ExperimentOutcome second = await _shootout.RunAsync(again, profile: one);
        Assert.Empty(again.Begun);
        Assert.Equal(TinyShootout.Timeless(first), TinyShootout.Timeless(second.Comparison));
        Assert.Equal(first.Contestants.SelectMany(c => c.Runs).SelectMany(run => run.Curve), Runs(second.Comparison).SelectMany(run => run.Curve));
        Assert.Contains("21 of 21 runs were finished earlier; the time that search and confirmation took leaves them out.", second.Comparison.Notes);
    }

    [Fact]
    public async Task A_chosen_rate_at_the_edge_of_the_grid_is_warned_of_and_one_inside_is_not()
    {
        Summary inside = Summary.Of(whole.Comparison);
        Assert.All(inside.Ranking, contestant => Assert.Equal(
            contestant.Edge is EdgeOfGrid.Lowest or EdgeOfGrid.Highest,
            inside.Warnings.Any(warning => warning.Contestant == contestant.Key && warning.Short == "edge of grid")));
        Assert.Contains(inside.Ranking, contestant => contestant.Edge == EdgeOfGrid.Inside);

        Summary outside = Summary.Of((await _shootout.RunAsync(profile: TinyShootout.Profile with { Rates = [1e-5, 1e-2], Seeds = 1 })).Comparison);
        Assert.Equal(7, outside.Warnings.Count(warning => warning.Short == "edge of grid"));
    }

    [Fact]
    public async Task Where_every_rate_diverges_there_is_a_report_that_says_so()
    {
        ExperimentOutcome outcome = await _shootout.RunAsync(profile: TinyShootout.Profile with { Rates = [1e30, 1e31] });
        Assert.All(outcome.Comparison.Contestants, contestant =>
        {
            Assert.Null(contestant.ChosenRate);
            Assert.Empty(contestant.Runs);
        });
        Assert.Equal(7, Summary.Of(outcome.Comparison).Warnings.Count(warning => warning.Short == "no usable rate"));
        Assert.True(File.Exists(outcome.Files.Html));
    }

    [Fact]
    public void The_target_is_a_share() => Assert.InRange(whole.Comparison.Plan.TargetAccuracy, 0, 1);

    [Fact]
    public void The_report_s_facts_are_the_outcome_s() =>
        Assert.Equal(ComparisonJson.Write(whole.Comparison), File.ReadAllText(whole.Outcome.Files.Json));

    [Fact]
    public void Every_run_of_the_report_has_its_folder() => Assert.All(Runs(whole.Comparison), run =>
        Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(whole.Outcome.Files.Json)!, run.Folder!, "result.json"))));

    [Fact]
    public void The_fairness_checks_that_facts_can_show_hold() =>
        Assert.DoesNotContain(Summary.Of(whole.Comparison).Fairness, check => check.Holds == false);

    [Fact]
    public async Task Afterwards_the_process_has_its_cores_back()
    {
        int before = Team.Size;
        await _shootout.RunAsync(profile: TinyShootout.Profile with { Rates = [1e30] });
        Assert.Equal(before, Team.Size);
    }

    private static IEnumerable<ContestantRun> Runs(Comparison comparison) => comparison.Contestants.SelectMany(contestant => contestant.Runs);

    private static string Hash(IEnumerable<byte[]> parts) => Convert.ToHexStringLower(SHA256.HashData([.. parts.SelectMany(part => part)]))[..16];
}
