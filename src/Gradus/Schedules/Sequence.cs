namespace Gradus.Schedules;

/// <summary>One schedule after another; <see cref="Schedule.Then"/> makes it.</summary>
public sealed record Sequence : Schedule
{
    internal Sequence(Schedule first, Schedule second) => (First, Second) = (first, second);

    /// <summary>What comes first, possibly a sequence itself.</summary>
    public Schedule First { get; }

    /// <summary>What follows; never a sequence.</summary>
    public Schedule Second { get; }

    /// <inheritdoc/>
    public override long? Duration => First.Duration + Second.Duration;

    /// <inheritdoc/>
    public override bool Ends => Second.Ends;

    /// <inheritdoc/>
    public override Schedule Fit(ref Room room)
    {
        Schedule first = First.Fit(ref room);
        return room.Start <= room.Run.TotalSteps
            ? new Sequence(first, Second.Fit(ref room))
            : throw new ArgumentException(
                $"'{this}' needs {room.Start} steps before {Catalog.NameOf(Second)} begins, but the run has {room.Run.TotalSteps}. Shorten what comes before, or train longer.");
    }

    /// <summary>Why nothing can follow a schedule, or null.</summary>
    internal static string? Complaint(Schedule first)
    {
        if (first.Ends) return null;
        Schedule last = first is Sequence sequence ? sequence.Second : first;
        string length = last is Stretch or Constant ? $", or give it a length: {Catalog.NameOf(last)}(steps=…)" : "";
        return $"'{last}' has no end of its own, so nothing can follow it. Let it come last{length}.";
    }

    /// <inheritdoc/>
    protected override double Evaluate(long step)
    {
        long seam = First.Duration.GetValueOrDefault();
        return step < seam ? First.At(step) : Second.At(step - seam);
    }
}
