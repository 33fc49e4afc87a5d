using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>An update rule with its hyperparameters, before it has met any parameter.</summary>
/// <param name="Lr">The base learning rate η; a schedule multiplies it.</param>
public abstract record Optimizer(double Lr) : IMethod
{
    /// <summary>The update as lines of mathematics.</summary>
    internal abstract IReadOnlyList<string> Print(FormulaStyle style);

    /// <summary>Sets out from a point of a surface.</summary>
    internal abstract Walk Walk(Surfaces.Point start);
}

/// <summary>What a rule may know about the step it is made for.</summary>
/// <param name="Step">The step's number t, counted from 1.</param>
/// <param name="Rate">The rate of this step: base rate times schedule.</param>
public readonly record struct StepContext(long Step, double Rate)
{
    /// <summary>The base rate, before the schedule.</summary>
    public double BaseRate { get; init; } = Rate;

    /// <summary>Of the tensor, or row, that the rule is made for: what its <see cref="Needs"/> ask for, otherwise zeros.</summary>
    public Measures Own { get; init; }

    /// <summary>Of all tensors together, likewise.</summary>
    public Measures Whole { get; init; }

    /// <summary>Whether the tensor has one dimension or none, as biases have.</summary>
    public bool IsVector { get; init; }

    /// <summary>What the probe found, over the tensor or over all; null before it has looked.</summary>
    public Sums? Found { get; init; }

    /// <summary>What the rule remembers for the tensor, this step included once it is taken.</summary>
    public Carried Carried { get; init; }

    /// <summary>What the rule remembered for the tensor before this step.</summary>
    public Carried Before { get; init; }

    /// <summary>Of the whole tensor as the wrappers leave its gradient, where they look at its rows and the rule does not.</summary>
    internal Measures Tensor { get; init; }
}

/// <summary>The update of one element, or of one register of neighbouring elements.</summary>
/// <typeparam name="T">The interpreter.</typeparam>
/// <typeparam name="TState">What the rule remembers for each element.</typeparam>
public interface IUpdateRule<T, TState> where T : struct, IReal<T> where TState : struct, IState<TState, T>
{
    /// <summary>Takes one step.</summary>
    /// <param name="θ">The parameter, replaced by its new value.</param>
    /// <param name="g">The gradient.</param>
    /// <param name="s">The state, replaced by its new value.</param>
    void Step(ref T θ, T g, ref TState s);
}

/// <summary>Receives a rule in its concrete type.</summary>
/// <typeparam name="T">The interpreter.</typeparam>
public interface IRuleUser<T> where T : struct, IReal<T>
{
    /// <summary>Does what the user came for.</summary>
    void Run<TRule, TState>(TRule rule)
        where TRule : struct, IUpdateRule<T, TState>
        where TState : struct, IState<TState, T>;
}

/// <summary>Looks at elements before a step, without changing them, and adds up to four quantities of each.</summary>
/// <typeparam name="T">The interpreter.</typeparam>
/// <typeparam name="TState">The rule's state.</typeparam>
public interface IProbe<T, TState> where T : struct, IReal<T> where TState : struct, IState<TState, T>
{
    /// <summary>The quantities of one element.</summary>
    Quantities<T> Look(T θ, T g, TState s);
}

/// <summary>The quantities of one element that a probe adds up.</summary>
/// <typeparam name="T">The interpreter.</typeparam>
public readonly record struct Quantities<T>(T A, T B, T C, T D) where T : struct, IReal<T>;

/// <summary>Receives a probe in its concrete type.</summary>
/// <typeparam name="T">The interpreter.</typeparam>
public interface IProbeUser<T> where T : struct, IReal<T>
{
    /// <summary>Does what the user came for.</summary>
    void Run<TProbe, TState>(TProbe probe)
        where TProbe : struct, IProbe<T, TState>
        where TState : struct, IState<TState, T>;
}

/// <summary>What a rule remembers for each element: a fixed number of named slots.</summary>
/// <typeparam name="TSelf">The state itself.</typeparam>
/// <typeparam name="T">The interpreter.</typeparam>
public interface IState<TSelf, T> where TSelf : struct, IState<TSelf, T> where T : struct, IReal<T>
{
    /// <summary>The slots by name, in order: m, v, …</summary>
    static abstract ReadOnlySpan<string> Names { get; }

    /// <summary>How many slots there are.</summary>
    static abstract int Count { get; }

    /// <summary>One slot.</summary>
    T this[int slot] { get; set; }
}
