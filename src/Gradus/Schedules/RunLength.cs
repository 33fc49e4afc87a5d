namespace Gradus.Schedules;

/// <summary>How long a run is: what relative lengths are relative to.</summary>
public readonly record struct RunLength
{
    /// <summary>A run of so many steps.</summary>
    /// <param name="totalSteps">Optimizer steps in the whole run, at least 1.</param>
    /// <param name="stepsPerEpoch">Optimizer steps in one pass over the data, or null where there are no epochs.</param>
    /// <exception cref="ArgumentOutOfRangeException">Either is below 1 or above <see cref="Length.MaxSteps"/>.</exception>
    public RunLength(long totalSteps, long? stepsPerEpoch = null)
    {
        TotalSteps = InRange(totalSteps, nameof(totalSteps));
        StepsPerEpoch = stepsPerEpoch is { } steps ? InRange(steps, nameof(stepsPerEpoch)) : null;
    }

    /// <summary>Optimizer steps in the whole run.</summary>
    public long TotalSteps { get; }

    /// <summary>Optimizer steps in one pass over the data, where the run has epochs.</summary>
    public long? StepsPerEpoch { get; }

    private static long InRange(long steps, string name) => steps is >= 1 and <= Length.MaxSteps
        ? steps
        : throw new ArgumentOutOfRangeException(name, steps, "A run and its epochs have between 1 and 1e15 steps.");
}
