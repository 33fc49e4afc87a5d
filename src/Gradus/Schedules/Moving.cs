using Gradus.Metadata;

namespace Gradus.Schedules;

/// <summary>How a moving number goes from its first value to its last.</summary>
public enum MovingShape
{
    /// <summary>In equal steps.</summary>
    Linear,

    /// <summary>Half a cosine: slowly at both ends.</summary>
    Cosine,
}

/// <summary>
/// A number that moves from one value to another over a stretch of the run, and then stays: <c>0→2 over 5 epochs</c>.
/// </summary>
/// <param name="From">The value at step 0.</param>
/// <param name="To">The value at the end of the stretch and after it.</param>
/// <param name="Over">How long it takes.</param>
/// <param name="Shape">How it goes there.</param>
public sealed record Moving(double From, double To, Length Over, MovingShape Shape = MovingShape.Linear)
{
    /// <summary>The share of the way that is left, as the schedule of that shape.</summary>
    private Schedule Left => Shape == MovingShape.Cosine ? new Cosine(Over) : new Linear(Over);

    /// <summary>The same with its length in steps.</summary>
    /// <param name="run">The run it is for.</param>
    /// <exception cref="ArgumentException">The length is in epochs, and the run has none.</exception>
    public Moving Within(RunLength run)
    {
        Room room = new(run);
        return this with { Over = room.Take(Over) };
    }

    /// <summary>The value at a step, counted from 0.</summary>
    /// <exception cref="InvalidOperationException">The length is still relative: <see cref="Within"/> comes first.</exception>
    public double At(long step)
    {
        double left = Left.At(step);
        return left == 0 ? To : From + (To - From) * (1 - left);
    }

    /// <summary>As the recipe language writes it.</summary>
    public override string ToString() =>
        $"{ValueText.Of(From)}→{ValueText.Of(To)} over {Over}{(Shape == MovingShape.Linear ? "" : $" {ValueText.Of(Shape)}")}";
}

/// <summary>A parameter of a method that moves over time.</summary>
/// <param name="Name">Its name in the recipe language.</param>
/// <param name="Value">How it moves.</param>
public sealed record MovingParameter(string Name, Moving Value);
