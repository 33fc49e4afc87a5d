namespace Gradus.Schedules;

/// <summary>
/// A learning-rate schedule: a pure function from the step, counted from 0, to a factor on the base rate. There is no
/// state, so that resuming is evaluating.
/// </summary>
/// <remarks>
/// Lengths may be relative to a run that is not known yet (5%, 3 epochs, or the rest of it). <see cref="Within"/> turns
/// them into steps; only then can such a schedule be evaluated.
/// </remarks>
public abstract record Schedule : IMethod
{
    /// <summary>The factor on the base rate at a step.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    /// <exception cref="InvalidOperationException">A length is still relative: <see cref="Within"/> comes first.</exception>
    public double At(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        return Evaluate(step);
    }

    /// <summary>After how many steps it has nothing more to say, or null where it never ends.</summary>
    /// <remarks>Past its end a schedule keeps its last value.</remarks>
    /// <exception cref="InvalidOperationException">A length is still relative: <see cref="Within"/> comes first.</exception>
    public virtual long? Duration => null;

    /// <summary>Whether it has an end of its own, known in steps or not yet, so that another schedule can follow.</summary>
    public virtual bool Ends => false;

    /// <summary>This schedule, and from its end on another one that counts its own steps from 0.</summary>
    /// <exception cref="ArgumentException">This schedule has no end.</exception>
    public Schedule Then(Schedule next)
    {
        ArgumentNullException.ThrowIfNull(next);
        // One shape for one meaning: a then (b then c) is (a then b) then c.
        if (next is Sequence sequence) return Then(sequence.First).Then(sequence.Second);
        return Sequence.Complaint(this) is { } complaint ? throw new ArgumentException(complaint) : new Sequence(this, next);
    }

    /// <summary>The same schedule with every length in steps.</summary>
    /// <param name="run">The run it is for.</param>
    /// <exception cref="ArgumentException">A parameter is out of range, or the schedule does not fit into the run.</exception>
    public Schedule Within(RunLength run)
    {
        Catalog.Check(this);
        Room room = new(run);
        return Fit(ref room);
    }

    /// <summary>Takes what it needs from the room that is left, and returns itself with its lengths in steps.</summary>
    public virtual Schedule Fit(ref Room room) => this;

    /// <summary>The schedule in the recipe language.</summary>
    public sealed override string ToString() => Notation.Print(this);

    /// <summary>The factor at a step that is not negative.</summary>
    protected abstract double Evaluate(long step);

    /// <summary>A length in steps, as evaluation needs it.</summary>
    /// <exception cref="InvalidOperationException">It is relative to a run that is not known.</exception>
    protected long Known(Length? length) => length is { Unit: LengthUnit.Steps } steps
        ? (long)steps.Amount
        : throw new InvalidOperationException(
            $"'{this}' {(length is null ? "fills the rest of a run" : "has a length relative to a run")} that is not known. Call Within(run) first, or give the length in steps.");
}
