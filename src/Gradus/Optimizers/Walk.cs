using Gradus.Surfaces;

namespace Gradus.Optimizers;

/// <summary>An optimizer on its way over a surface, with what it remembers.</summary>
internal abstract class Walk(Point start)
{
    /// <summary>Where it stands.</summary>
    public Point Position { get; protected set; } = start;

    /// <summary>Where it is to be judged, where that is elsewhere.</summary>
    public Point Average { get; protected set; } = start;

    /// <summary>Whether it is to be judged at <see cref="Average"/>.</summary>
    public virtual bool Averages => false;

    /// <summary>Takes one step.</summary>
    public abstract void Step(StepContext at, Point gradient);
}
