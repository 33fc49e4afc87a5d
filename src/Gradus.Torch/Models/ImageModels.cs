using Gradus.Torch.Data;
using Gradus.Torch.Native;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gradus.Torch.Models;

/// <summary>Small classifiers for images, by name. The same seed gives the same initial weights.</summary>
public static class ImageModels
{
    private static readonly Dictionary<string, (string About, Func<ImageSet, Module<Tensor, Tensor>> Build)> s_all = new()
    {
        ["softmax"] = ("softmax regression on pixels: one linear layer, a convex problem", SoftmaxRegression),
        ["mlp"] = ("one hidden layer of 128 rectified units", Mlp),
        ["cnn"] = ("two 3×3 convolutions (16 and 32 channels), each pooled by 2, then 64 hidden units", Cnn),
    };

    /// <summary>The names, each with a line about the model.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = s_all.ToDictionary(pair => pair.Key, pair => pair.Value.About);

    /// <summary>Builds a model for the images and classes of a data set.</summary>
    /// <param name="name">One of <see cref="All"/>.</param>
    /// <param name="data">The data, for its shape and number of classes.</param>
    /// <param name="seed">Decides the initial weights (see <see cref="Initialization"/>).</param>
    /// <exception cref="ArgumentException">The name is unknown, or the images are too small for the model.</exception>
    public static Module<Tensor, Tensor> Create(string name, ImageSet data, long seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!s_all.TryGetValue(name, out (string About, Func<ImageSet, Module<Tensor, Tensor>> Build) model))
        {
            throw new ArgumentException($"There is no model '{name}'; choose one of: {string.Join(", ", s_all.Keys)}.", nameof(name));
        }

        TorchNatives.EnsureLoaded();
        Module<Tensor, Tensor> built = model.Build(data);
        Initialization.Reset(built, seed);
        return built;
    }

    private static Module<Tensor, Tensor> SoftmaxRegression(ImageSet data) => Sequential(
        ("flatten", Flatten()),
        ("linear", Linear(data.Shape.Size, data.Classes)));

    private static Module<Tensor, Tensor> Mlp(ImageSet data) => Sequential(
        ("flatten", Flatten()),
        ("hidden", Linear(data.Shape.Size, 128)),
        ("relu", ReLU()),
        ("output", Linear(128, data.Classes)));

    private static Module<Tensor, Tensor> Cnn(ImageSet data)
    {
        if (data.Height < 4 || data.Width < 4)
        {
            throw new ArgumentException($"The model 'cnn' pools by 2 twice and needs images of at least 4×4; these are {data.Height}×{data.Width}.", nameof(data));
        }

        return Sequential(
            ("conv1", Conv2d(data.Channels, 16, 3, padding: 1)),
            ("relu1", ReLU()),
            ("pool1", MaxPool2d(2)),
            ("conv2", Conv2d(16, 32, 3, padding: 1)),
            ("relu2", ReLU()),
            ("pool2", MaxPool2d(2)),
            ("flatten", Flatten()),
            ("hidden", Linear(32 * (data.Height / 4) * (data.Width / 4), 64)),
            ("relu3", ReLU()),
            ("output", Linear(64, data.Classes)));
    }
}
