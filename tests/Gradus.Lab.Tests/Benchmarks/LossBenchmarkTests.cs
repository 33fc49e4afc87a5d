using System.Text.Json;
using Gradus.Lab.Benchmarks;
using Gradus.Torch.Native;
using static TorchSharp.torch;

namespace Gradus.Lab.Tests.Benchmarks;

public sealed class LossBenchmarkTests
{
    private static readonly LossBenchmarkOptions s_short = new()
    {
        Elements = 1_001,
        RowsDividedBy = 128,
        Rounds = 2,
        Measurement = TimeSpan.FromMilliseconds(0.5),
        WarmUp = TimeSpan.Zero,
        Rest = TimeSpan.Zero,
    };

    public static TheoryData<string> Cases { get; } = [.. LossCase.All.Select(c => c.Name)];

    [Theory, MemberData(nameof(Cases))]
    public void Both_contestants_compute_the_same(string name)
    {
        TorchNatives.EnsureLoaded();
        LossCase loss = LossCase.Named(name).Single();
        using IDisposable scope = NewDisposeScope();
        (Tensor prediction, Tensor target) = loss.Inputs(s_short);
        (Tensor value, Tensor gradient) = new LossContestant(prediction, x => loss.Ours(x, target)).Once();
        (Tensor value2, Tensor gradient2) = new LossContestant(prediction, x => loss.Theirs(x, target)).Once();
        Assert.True(value.allclose(value2, 1e-5, 1e-7));
        Assert.True(gradient.allclose(gradient2, 1e-4, 1e-8));
    }

    [Fact]
    public void Every_loss_has_a_row_of_finite_numbers_in_table_and_json()
    {
        LossBenchmarkResult result = LossBenchmark.Run(s_short, ct: TestContext.Current.CancellationToken);
        Assert.Equal(LossCase.All.Select(c => c.Name.Split(' ')[0]), result.Rows.Select(row => row.Loss));
        Assert.All(result.Rows, row => Assert.All(
            (Spread[])[row.Ours, row.TorchSharp, row.OverTorchSharp],
            spread => Assert.True(spread.Lower > 0 && spread.Lower <= spread.Median && spread.Median <= spread.Upper && double.IsFinite(spread.Upper))));
        string[] table = [.. result.ToMarkdown().Split('\n').Where(line => line.StartsWith('|'))];
        Assert.Equal(2 + result.Rows.Count, table.Length);
        Assert.Single(table.Select(line => line.Count(c => c == '|')).Distinct());
        using JsonDocument json = JsonDocument.Parse(result.ToJson());
        Assert.Equal(result.Rows[0].Ours.Median, json.RootElement.GetProperty("rows")[0].GetProperty("ours").GetProperty("median").GetDouble());
    }

    [Fact]
    public void Our_cross_entropy_takes_at_most_half_the_memory()
    {
        // 128 × 32,768 logits are 16 MiB: pages of their own, whatever the allocator has left over.
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells.");
        LossBenchmarkResult result = LossBenchmark.Run(s_short with { Losses = ["crossEntropy 4096"], RowsDividedBy = 4, Rounds = 1 }, ct: TestContext.Current.CancellationToken);
        if (result.Rows[0].MemoryShare is { } share) Assert.InRange(share, 0, 0.55);
    }

    [Fact]
    public void An_unknown_loss_is_answered_with_the_known_ones()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => LossBenchmark.Run(s_short with { Losses = ["hubber"] }, ct: TestContext.Current.CancellationToken));
        Assert.Contains("huber", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_stops_when_asked() =>
        Assert.Throws<OperationCanceledException>(() => LossBenchmark.Run(s_short, ct: new CancellationToken(canceled: true)));
}
