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

    /// <summary>How many gradients, added up, make a step.</summary>
    public virtual int Gathers => 1;

    /// <summary>The gradient to step by: the one given, or that at another point, where the optimizer asks for it.</summary>
    /// <param name="gradient">The gradient here.</param>
    /// <param name="gradientThere">The gradient wherever <see cref="Position"/> then is.</param>
    public virtual Point Uphill(Point gradient, Func<Point> gradientThere) => gradient;

    /// <summary>Takes one step.</summary>
    public abstract void Step(StepContext at, Point gradient);

    /// <summary>The averaged point; at the start it is the start.</summary>
    public virtual Point Average() => Position;

    public void Dispose() => Free();

    /// <summary>Gives back memory that no garbage collector knows.</summary>
    protected virtual void Free()
    {
    }
}
