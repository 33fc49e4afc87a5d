namespace Gradus.Schedules;

/// <summary>A schedule that goes from one value to another over a length, and keeps the latter afterwards.</summary>
/// <param name="Steps">How long it takes; the rest of the run where null.</param>
public abstract record Stretch(Length? Steps) : Schedule
{
    /// <inheritdoc/>
    public override long? Duration => Known(Steps);

    /// <inheritdoc/>
    public override bool Ends => Steps is not null;

    /// <inheritdoc/>
    public override Schedule Fit(ref Room room) => this with { Steps = room.Take(Steps) };

    /// <inheritdoc/>
    protected sealed override double Evaluate(long step)
    {
        long steps = Known(Steps);
        return step < steps ? Along((double)step / steps) : Last;
    }

    /// <summary>The factor at a share of the way, in [0, 1).</summary>
    protected abstract double Along(double share);

    /// <summary>The factor at the end and after it.</summary>
    protected abstract double Last { get; }
}
