using Gradus.Torch.Data;
using Gradus.Torch.Models;
using static TorchSharp.torch;

namespace Gradus.Torch.Tests.Models;

/// <remarks>libtorch's random state, from which weights are drawn, belongs to the whole process: these run alone.</remarks>
[Collection(Alone.Name)]
public class ImageModelsTests
{
    private static readonly ImageSet s_images = new("eight by twelve", new byte[3 * 8 * 12], [0], new(3, 8, 12), ["a", "b", "c", "d"]);

    public static TheoryData<string> Names { get; } = [.. ImageModels.All.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_model_turns_images_into_one_logit_for_each_class(string name)
    {
        using IDisposable scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> model = ImageModels.Create(name, s_images, seed: 1);
        Assert.Equal([5, 4], model.forward(zeros(5, 3, 8, 12)).shape);
        Assert.NotEmpty(ImageModels.All[name]);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_weights(string name)
    {
        Assert.Equal(Weights(1), Weights(1));
        Assert.NotEqual(Weights(1), Weights(2));

        double[] Weights(long seed)
        {
            using nn.Module<Tensor, Tensor> model = ImageModels.Create(name, s_images, seed);
            return [.. model.parameters().SelectMany(parameter => parameter.Numbers())];
        }
    }

    [Fact]
    public void An_unknown_name_offers_the_known_ones() => Assert.StartsWith(
        "There is no model 'resnet'; choose one of: softmax, mlp, cnn.",
        Assert.Throws<ArgumentException>(() => ImageModels.Create("resnet", s_images, 1)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Images_too_small_to_be_pooled_twice_are_refused_by_the_cnn()
    {
        ImageSet tiny = new("tiny", new byte[9], [0], new(1, 3, 3), ["a"]);
        Assert.StartsWith(
            "The model 'cnn' pools by 2 twice and needs images of at least 4×4; these are 3×3.",
            Assert.Throws<ArgumentException>(() => ImageModels.Create("cnn", tiny, 1)).Message,
            StringComparison.Ordinal);
    }
}
