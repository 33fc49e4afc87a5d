using System.Security.Cryptography;
using System.Text;

namespace Gradus.Lab.Runs;

/// <summary>Everything that decides how a run goes: two runs with equal specifications give the same numbers.</summary>
public sealed record RunSpec
{
    /// <summary>
    /// Who it is, for people: <c>adamw lr=0.003 seed=1</c>. It has no part in the numbers, only in the folder's name, so
    /// that two contestants with one recipe can train side by side.
    /// </summary>
    public required string Label { get; init; }

    /// <summary>The losses and penalties, in the recipe language: <c>crossEntropy + l2(1e-4)</c>.</summary>
    public required string Loss { get; init; }

    /// <summary>The optimizer with its rate, in the recipe language.</summary>
    public required string Optimizer { get; init; }

    /// <summary>The schedule, in the recipe language.</summary>
    public required string Schedule { get; init; }

    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The fingerprint of all data: what a run is measured on decides its result like what it is trained on.</summary>
    public required string Data { get; init; }

    /// <summary>How many epochs.</summary>
    public required int Epochs { get; init; }

    /// <summary>Samples in a batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>How often validation is evaluated in an epoch.</summary>
    public required int EvaluationsPerEpoch { get; init; }

    /// <summary>Decides initial weights and batch order, and nothing about the contestant.</summary>
    public required long Seed { get; init; }

    /// <summary>Whether to measure test and training accuracy at the end.</summary>
    public required bool Confirms { get; init; }

    /// <summary>Loss, optimizer and schedule in one line.</summary>
    public string Recipe => $"{Loss} | {Optimizer} | {Schedule}";

    /// <summary>A folder name that says who it is, and that no other specification has.</summary>
    public string Id
    {
        get
        {
            string identity = string.Join('\n', Recipe, Model, Data, Epochs, BatchSize, EvaluationsPerEpoch, Seed, Confirms);
            string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..8];
            string readable = string.Concat(Label.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '=' or '-' ? c : '-'));
            return $"{readable}-{hash}";
        }
    }
}
