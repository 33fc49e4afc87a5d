namespace Gradus.Schedules;

/// <summary>
/// The part of a run that is still free while a schedule is laid into it, piece after piece, each from where the last
/// one ended.
/// </summary>
/// <remarks>
/// Ends, not lengths, are rounded to whole steps: pieces whose shares sum to 100% fill the run exactly, however each of
/// them would have been rounded alone.
/// </remarks>
/// <param name="run">The whole run.</param>
public struct Room(RunLength run)
{
    private decimal _start;

    /// <summary>The whole run.</summary>
    public readonly RunLength Run => run;

    /// <summary>The step at which the next piece begins.</summary>
    public readonly long Start => Round(_start);

    /// <summary>Takes a piece away and says how many steps it has; without a length, takes all that is left.</summary>
    /// <exception cref="ArgumentException">Nothing is left, or the run has no epochs to count in.</exception>
    public Length Take(Length? length)
    {
        long start = Start;
        if (length is null && start >= run.TotalSteps)
        {
            throw new ArgumentException(
                $"Nothing is left of the run's {run.TotalSteps} steps for a piece that fills the rest: the pieces before it need {start}. Shorten them, or train longer.");
        }

        _start = length is { } given ? _start + Exact(given) : run.TotalSteps;
        return Length.Steps(Start - start);
    }

    /// <summary>How many steps a period has, at least one, without taking it away.</summary>
    /// <exception cref="ArgumentException">The run has no epochs to count in.</exception>
    public readonly Length Measure(Length period) => Length.Steps(Math.Max(1, Round(Exact(period))));

    private readonly decimal Exact(Length length)
    {
        decimal steps = length.Unit switch
        {
            LengthUnit.Share => length.Amount * run.TotalSteps,
            LengthUnit.Epochs => length.Amount * (run.StepsPerEpoch ?? throw new ArgumentException(
                $"'{length}' needs to know how many steps an epoch has, and this run does not say. Give the length in steps or in %.")),
            _ => length.Amount,
        };
        return steps + _start <= Length.MaxSteps
            ? steps
            : throw new ArgumentException($"'{length}' ends after 1e15 steps. Give a shorter length.");
    }

    private static long Round(decimal steps) => (long)Math.Round(steps, MidpointRounding.AwayFromZero);
}
