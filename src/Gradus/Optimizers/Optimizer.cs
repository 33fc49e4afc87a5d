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

/// <summary>
/// An optimizer whose update looks at one element at a time, so that it runs as a single pass over memory in any
/// interpreter of <see cref="IReal{T}"/>.
/// </summary>
/// <param name="Lr">The base learning rate η.</param>
public abstract record ElementwiseOptimizer(double Lr) : Optimizer(Lr)
{
    /// <summary>Hands the rule of one step, its constants already broadcast, to <paramref name="user"/>.</summary>
    /// <typeparam name="T">The interpreter in which the rule is wanted.</typeparam>
    /// <typeparam name="TUser">Who runs it: a struct, so that the rule is compiled into its loop.</typeparam>
    /// <param name="at">Which step, and at which rate.</param>
    /// <param name="user">Receives the rule.</param>
    public abstract void Use<T, TUser>(StepContext at, TUser user)
        where T : struct, IReal<T>
        where TUser : struct, IRuleUser<T>;

    /// <summary>What a state slot holds before the first step.</summary>
    /// <param name="slot">The slot's index in the rule's state.</param>
    public virtual double InitialState(int slot) => 0;

    /// <summary>The step whose update is printed: the first that is like those after it.</summary>
    internal virtual long PrintedStep => 2;

    internal sealed override IReadOnlyList<string> Print(FormulaStyle style) => RuleFormula.Lines(this, style);

    internal sealed override Walk Walk(Surfaces.Point start) => new ElementwiseWalk(this, start);
}

/// <summary>What a rule may know about the step it is made for.</summary>
/// <param name="Step">The step's number t, counted from 1.</param>
/// <param name="Rate">The rate of this step: base rate times schedule.</param>
public readonly record struct StepContext(long Step, double Rate);

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
