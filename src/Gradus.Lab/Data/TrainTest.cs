using Gradus.Torch.Data;

namespace Gradus.Lab.Data;

/// <summary>A data set in the two parts it is published in.</summary>
/// <param name="Train">For training, and for choosing: split validation from this one.</param>
/// <param name="Test">For the final measurement only.</param>
public sealed record TrainTest(ImageSet Train, ImageSet Test);
