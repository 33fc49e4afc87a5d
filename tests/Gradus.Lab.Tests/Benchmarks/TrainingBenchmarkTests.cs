using System.Text.Json;
using Gradus.Lab.Benchmarks;

namespace Gradus.Lab.Tests.Benchmarks;

public sealed class TrainingBenchmarkTests
{
    [Fact]
    public void Both_loops_are_timed()
    {
        TrainingBenchmarkResult result = TrainingBenchmark.Run(
            new() { Model = "softmax", BatchSize = 4, Batches = 3, Rounds = 2 }, ct: TestContext.Current.CancellationToken);
        Assert.True(result.Bare.Median > 0 && result.Trainer.Median > 0);
        Assert.True(double.IsFinite(result.Overhead.Median));
        Assert.Contains("| Trainer |", result.ToMarkdown(), StringComparison.Ordinal);
        JsonDocument.Parse(result.ToJson()).Dispose();
    }

    [Fact]
    public void Memory_is_looked_at_after_the_warm_up_only()
    {
        MemoryBenchmarkResult result = MemoryBenchmark.Run(
            new() { Model = "softmax", Steps = 40, WarmUp = 20, Every = 10, BatchSize = 4 }, ct: TestContext.Current.CancellationToken);
        Assert.Equal(4, result.Resident.Count);
        Assert.All(result.Resident, bytes => Assert.True(bytes > 0));
        Assert.True(double.IsFinite(result.Deviation));
        Assert.Contains("±", result.ToMarkdown(), StringComparison.Ordinal);
        JsonDocument.Parse(result.ToJson()).Dispose();
    }

    [Fact]
    public void An_optimizer_step_allocates_no_managed_memory()
    {
        // What the runtime allocates once for itself may fall into one of the runs; what a step allocates is in each.
        Assert.Equal(0, Enumerable.Range(0, 3).Min(_ => MemoryBenchmark.Run(
            new() { Model = "mlp", Steps = 10, WarmUp = 10, Every = 10, BatchSize = 4 }, ct: TestContext.Current.CancellationToken).ManagedBytesPerStep));
    }

    [Fact]
    public void Fewer_steps_than_lie_between_two_looks_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MemoryBenchmark.Run(new() { Steps = 10, Every = 50 }, ct: TestContext.Current.CancellationToken));
}
