using System.Text.Json.Serialization;

namespace Gradus.Lab.Reports;

/// <summary>One confirming run: a contestant at its chosen rate, from one seed.</summary>
public sealed record ContestantRun
{
    public required long Seed { get; init; }

    /// <summary>One point per epoch.</summary>
    public required IReadOnlyList<CurvePoint> Curve { get; init; }

    /// <summary>Accuracy on the training set after the last step.</summary>
    public required double TrainAccuracy { get; init; }

    public required double TestAccuracy { get; init; }
    public required double TestLoss { get; init; }

    /// <summary>Optimizer steps until validation accuracy first reached the target; null when it never did.</summary>
    public long? StepsToTarget { get; init; }

    /// <summary>Training time until validation accuracy first reached the target; null when it never did.</summary>
    public double? SecondsToTarget { get; init; }

    /// <summary>The run's folder, relative to the report.</summary>
    public string? Folder { get; init; }

    /// <summary>The step at which training blew up; null when it did not.</summary>
    public long? DivergedAtStep { get; init; }

    /// <summary>Hash of the weights before the first step: equal for all contestants of a seed.</summary>
    public string? InitialWeights { get; init; }

    /// <summary>Hash of the order in which examples were seen: equal for all contestants of a seed.</summary>
    public string? BatchOrder { get; init; }

    /// <summary>Training accuracy minus test accuracy: what was learnt by heart rather than understood.</summary>
    [JsonIgnore]
    public double GeneralizationGap => TrainAccuracy - TestAccuracy;

    [JsonIgnore]
    public bool Diverged => DivergedAtStep is not null;
}
