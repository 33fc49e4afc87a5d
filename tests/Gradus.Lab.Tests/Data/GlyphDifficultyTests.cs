using Gradus.Lab.Data;
using Gradus.Torch.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gradus.Lab.Tests.Data;

/// <summary>The data set is worth training on: hard for a linear model, learnable for a small network.</summary>
public class GlyphDifficultyTests
{
    [Fact]
    public void Softmax_regression_reaches_78_to_90_percent()
    {
        using var model = Sequential(Flatten(), Linear(784, 10));
        Assert.InRange(TestAccuracy(model, learningRate: 1e-3, epochs: 25), 0.78, 0.90);
    }

    [Fact]
    public void A_small_convolutional_network_exceeds_96_percent()
    {
        using var model = Sequential(
            Conv2d(1, 12, 3, padding: 1), ReLU(), MaxPool2d(2),
            Conv2d(12, 24, 3, padding: 1), ReLU(), MaxPool2d(2),
            Flatten(), Linear(24 * 7 * 7, 10));
        Assert.InRange(TestAccuracy(model, learningRate: 2e-3, epochs: 8), 0.96, 1);
    }

    private static double TestAccuracy(Sequential model, double learningRate, int epochs)
    {
        TrainTest data = Glyphs.Create();
        Normalization normalization = Normalization.Of(data.Train);
        using var train = new BatchLoader(data.Train, 64, seed: 1, new() { Normalization = normalization });
        using var test = new BatchLoader(data.Test, 500, seed: 1, BatchOptions.InOrder with { Normalization = normalization });
        using var optimizer = optim.Adam(model.parameters(), learningRate);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var group in optimizer.ParamGroups)
                group.LearningRate = learningRate * (1 - (epoch / (double)epochs));
            foreach (Batch batch in train.Epoch(epoch, TestContext.Current.CancellationToken))
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                functional.cross_entropy(model.call(batch.Images), batch.Labels).backward();
                optimizer.step();
            }
        }
        long right = 0;
        using var frozen = no_grad();
        foreach (Batch batch in test.Epoch(0, TestContext.Current.CancellationToken))
        {
            using var scope = NewDisposeScope();
            right += model.call(batch.Images).argmax(1).eq(batch.Labels).sum().item<long>();
        }
        return right / (double)data.Test.Count;
    }
}
