using System.Text.Json.Serialization;
using Gradus.Lab.Reports;

namespace Gradus.Lab.Runs;

/// <summary>What a finished run measured.</summary>
public sealed record RunResult
{
    /// <summary>One point per epoch.</summary>
    public required IReadOnlyList<CurvePoint> Curve { get; init; }

    /// <summary>Every validation, between epochs too.</summary>
    public required IReadOnlyList<ValidationPoint> Validations { get; init; }

    /// <summary>The step at which the loss left the real numbers; null when it did not.</summary>
    public long? DivergedAtStep { get; init; }

    /// <summary>Accuracy on the training set after the last step, evaluated as the test set is; NaN where not asked for.</summary>
    public double TrainAccuracy { get; init; } = double.NaN;

    /// <summary>Accuracy on the test set; NaN where not asked for.</summary>
    public double TestAccuracy { get; init; } = double.NaN;

    /// <summary>Mean loss on the test set; NaN where not asked for.</summary>
    public double TestLoss { get; init; } = double.NaN;

    /// <summary>Bytes of optimizer state.</summary>
    public required long StateBytes { get; init; }

    /// <summary>Number of trained parameters.</summary>
    public required long Parameters { get; init; }

    /// <summary>Hash of the weights before the first step.</summary>
    public required string InitialWeights { get; init; }

    /// <summary>Hash of the order of the samples.</summary>
    public required string BatchOrder { get; init; }

    /// <summary>The last validation accuracy; NaN after divergence.</summary>
    [JsonIgnore]
    public double ValidationAccuracy => DivergedAtStep is null && Curve.Count > 0 ? Curve[^1].ValidationAccuracy : double.NaN;

    /// <summary>The last validation loss; NaN after divergence.</summary>
    [JsonIgnore]
    public double ValidationLoss => DivergedAtStep is null && Curve.Count > 0 ? Curve[^1].ValidationLoss : double.NaN;

    /// <summary>The first validation that reached an accuracy; null where none did.</summary>
    public ValidationPoint? FirstAt(double accuracy) => Validations.FirstOrDefault(point => point.Accuracy >= accuracy);
}

/// <summary>One evaluation of the validation set.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="Seconds">Training time, evaluation left out.</param>
/// <param name="Loss">Mean loss.</param>
/// <param name="Accuracy">Accuracy in [0, 1].</param>
public sealed record ValidationPoint(long Step, double Seconds, double Loss, double Accuracy);

/// <summary>How runs are written down.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
    WriteIndented = true)]
[JsonSerializable(typeof(RunResult))]
[JsonSerializable(typeof(RunRecord))]
internal sealed partial class RunJson : JsonSerializerContext;

/// <summary>What <c>run.json</c> says of a run before it begins.</summary>
internal sealed record RunRecord(RunSpec Spec, MachineFacts Machine, DateTimeOffset Started);
