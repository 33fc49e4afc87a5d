using Gradus.Torch.Data;

namespace Gradus.Lab.Runs;

/// <summary>The data of an experiment: to train on, to choose by, and to measure with at the end.</summary>
/// <param name="Name">The data set's name.</param>
/// <param name="Train">Trained on.</param>
/// <param name="Validation">Chosen by.</param>
/// <param name="Test">Held out until the end.</param>
public sealed record DataSplits(string Name, ImageSet Train, ImageSet Validation, ImageSet Test);
