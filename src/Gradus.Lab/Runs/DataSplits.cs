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
    /// <summary>SHA-256, in hexadecimal, of the three sets' fingerprints: any other image, label or order is other data.</summary>
    public string Fingerprint => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Train.Fingerprint, Validation.Fingerprint, Test.Fingerprint))));
}
