namespace Gradus.Torch.Optimizers;

/// <summary>What one optimizer step did.</summary>
public readonly record struct StepResult()
{
    /// <summary>Whether the parameters moved.</summary>
    public bool Stepped => Reason is null;

    /// <summary>Why they did not, as a sentence without its end; null where they did.</summary>
    public string? Reason { get; init; }

    /// <summary>How many parameters took part.</summary>
    public int Parameters { get; init; }

    /// <summary>The parameters that were left out, each with the reason: no gradient yet, or frozen.</summary>
    public IReadOnlyList<(string Name, string Reason)> LeftOut { get; init; } = [];

    /// <summary>‖g‖ over all parameters before any clipping; null where nothing measured it, see <see cref="TorchOptimizer.MeasuresNorms"/>.</summary>
    public double? GradientNorm { get; init; }

    /// <summary>The norm of the change of all parameters; null where nothing measured it.</summary>
    public double? UpdateNorm { get; init; }

    /// <summary>What clipping by the norm over all parameters multiplied the gradients by; 1 where it did not act.</summary>
    public double ClipFactor { get; init; } = 1;
}
