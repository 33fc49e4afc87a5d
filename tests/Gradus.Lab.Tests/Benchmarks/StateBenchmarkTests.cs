using Gradus.Lab.Benchmarks;
using Gradus.Lab.Data;
using Gradus.Optimizers;
using Gradus.Torch.Data;
using Gradus.Torch.Models;
using Gradus.Torch.Optimizers;
using static TorchSharp.torch;

namespace Gradus.Lab.Tests.Benchmarks;

public sealed class StateBenchmarkTests
{
    [Fact]
    public void Gpt2_has_its_124_million_parameters() =>
        Assert.Equal(124_439_808, StateBenchmarkOptions.Gpt2.Sum(shape => shape.Aggregate(1L, (product, size) => product * size)));

    [Fact]
    public void Every_optimizer_has_a_row_of_finite_numbers_and_eight_bits_a_quarter_of_the_state()
    {
        StateBenchmarkOptions options = new() { Shapes = [[300, 200], [200]], Rounds = 2, WarmUp = TimeSpan.Zero };
        StateBenchmarkResult result = StateBenchmark.Run(options, ct: TestContext.Current.CancellationToken);
        Assert.Equal(options.Optimizers, result.Rows.Select(row => row.Optimizer));
        Assert.All(result.Rows, row => Assert.True(row.Step.Median > 0 && double.IsFinite(row.Step.Median)));
        Assert.InRange((double)result.Rows[2].StateBytes / result.Rows[0].StateBytes, 0.25, 0.27);
        Assert.Equal(2 + result.Rows.Count, result.ToMarkdown().Split('\n').Count(line => line.StartsWith('|')));
    }

    /// <summary>The scatter between seeds is what a curve may be off by; the same seed has the same weights and batches.</summary>
    [Fact]
    public void Training_in_eight_bits_ends_where_thirty_two_end_within_the_noise_of_seeds()
    {
        TrainTest glyphs = Glyphs.Create(train: 2_000, test: 500);
        double[] whole = [.. Enumerable.Range(1, 3).Select(seed => Loss("adamw", glyphs.Train, seed))];
        double[] few = [.. Enumerable.Range(1, 3).Select(seed => Loss("adamw with state8", glyphs.Train, seed))];
        double noise = whole.Max() - whole.Min();
        TestContext.Current.TestOutputHelper?.WriteLine($"32 bits {string.Join(' ', whole)}, 8 bits {string.Join(' ', few)}");
        Assert.True(whole.Average() < 1.5, $"nothing was learned: {whole.Average():G3}");
        Assert.InRange(few.Average(), whole.Average() - noise, whole.Average() + noise);
    }

    /// <summary>The mean loss of the last epoch of three.</summary>
    private static double Loss(string optimizer, ImageSet images, int seed)
    {
        using IDisposable scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> model = ImageModels.Create("mlp", images, seed);
        using TorchOptimizer steps = new(model, (ElementwiseOptimizer)Notation.ParseOptimizer(optimizer));
        using BatchLoader batches = new(images, 64, seed);
        double sum = 0;
        int count = 0;
        for (int epoch = 0; epoch < 3; epoch++)
        {
            (sum, count) = (0, 0);
            foreach (Batch batch in batches.Epoch(epoch, TestContext.Current.CancellationToken))
            {
                using IDisposable inner = NewDisposeScope();
                steps.zero_grad();
                Tensor loss = nn.functional.cross_entropy(model.forward(batch.Images), batch.Labels);
                loss.backward();
                steps.step();
                sum += loss.item<float>();
                count++;
            }
        }

        return sum / count;
    }
}
