using System.Security.Cryptography;
using System.Text;
using Gradus.Torch.Data;

namespace Gradus.Lab.Runs;

/// <summary>The data of an experiment: to train on, to choose by, and to measure with at the end.</summary>
/// <param name="Name">The data set's name.</param>
/// <param name="Train">Trained on.</param>
/// <param name="Validation">Chosen by.</param>
/// <param name="Test">Held out until the end.</param>
public sealed record DataSplits(string Name, ImageSet Train, ImageSet Validation, ImageSet Test)
{
    /// <summary>Changes when any image or label of any part does.</summary>
    public string Fingerprint { get; } = Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{Train.Fingerprint}/{Validation.Fingerprint}/{Test.Fingerprint}")));
}
