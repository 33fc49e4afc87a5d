using Gradus.Surfaces;

namespace Gradus.Optimizers;

/// <summary>An optimizer on its way over a surface, with what it remembers.</summary>
internal abstract class Walk : IDisposable
{
    /// <summary>Where it stands.</summary>
    public abstract Point Position { get; }

    /// <summary>Whether it is to be judged at an average.</summary>
    public virtual bool Averages => false;

    /// <summary>What it remembers, by name.</summary>
    public abstract IReadOnlyList<string> SlotNames { get; }

    /// <summary>What it remembers under one of the names: for x and for y.</summary>
    public abstract Point Slot(int slot);

    /// <summary>Takes one step.</summary>
    /// <param name="at">Which step, and at which rate.</param>
    /// <param name="gradient">The gradient where it stands at that moment.</param>
    public abstract void Step(StepContext at, Func<Point> gradient);

    /// <summary>The averaged point after some steps; at the start it is the start.</summary>
    public virtual Point Average(int steps) => Position;

    public void Dispose() => Free();

    /// <summary>Gives back memory that no garbage collector knows.</summary>
    protected virtual void Free()
    {
    }
}
