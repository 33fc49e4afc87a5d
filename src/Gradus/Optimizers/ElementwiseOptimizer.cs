using Gradus.Algebra;

namespace Gradus.Optimizers;

/// <summary>
/// An optimizer whose update looks at one element at a time, so that it runs as a single pass over memory in any
/// interpreter of <see cref="IReal{T}"/>.
/// </summary>
/// <remarks>
/// <para>What a rule must know of a whole tensor before (a norm, a mean) it asks for by its <see cref="Needs"/> and finds in the
/// <see cref="StepContext"/>; that costs a pass more.</para>
/// <para>Around any rule stand its <see cref="Wrappers"/>: they are part of the same pass.</para>
/// </remarks>
/// <param name="Lr">The base learning rate η.</param>
public abstract record ElementwiseOptimizer(double Lr) : Optimizer(Lr)
{
    /// <summary>Whether it climbs instead of descends.</summary>
    public abstract bool Maximize { get; init; }

    /// <summary>What stands around the rule. Those that act on the gradient do so in this order before the rule, the others after it.</summary>
    public ValueList<Wrapper> Wrappers { get; init; } = [];

    /// <summary>What the rule itself must know before a step.</summary>
    public virtual Needs RuleNeeds => Needs.None;

    /// <summary>What must be known before a step, wrappers included.</summary>
    public Needs Needs => Wrapping.NeedsOf(this);

    /// <summary>The names of the numbers that the rule remembers for each tensor, or row, as a whole; at most two.</summary>
    public virtual IReadOnlyList<string> CarriedNames => [];

    /// <summary>
    /// The step that takes the weights from where training holds them to the average that is the model to evaluate and keep,
    /// without changing the state; null where these are the same.
    /// </summary>
    public ElementwiseOptimizer? Averaging() => AverageOf.Exists(this) ? new AverageOf(this) : null;

    /// <summary>The same rule with more around it.</summary>
    /// <param name="wrappers">Placed behind those that are there.</param>
    public ElementwiseOptimizer With(params IEnumerable<Wrapper> wrappers) => this with { Wrappers = ValueList.Of(Wrappers.Concat(wrappers)) };

    /// <summary>Why no step must be taken with such gradients, as a sentence without its end; null where one may.</summary>
    /// <param name="whole">Measured of all gradients.</param>
    public string? Refusal(Measures whole)
    {
        for (int i = 0; i < Wrappers.Count; i++)
        {
            if (Wrappers[i].Refusal(whole) is { } refusal) return refusal;
        }

        return null;
    }

    /// <summary>Hands the update of one step, wrappers included and constants already broadcast, to <paramref name="user"/>.</summary>
    /// <typeparam name="T">The interpreter in which the rule is wanted.</typeparam>
    /// <typeparam name="TUser">Who runs it: a struct, so that the rule is compiled into its loop.</typeparam>
    /// <param name="at">Which step, at which rate, and what was measured before it.</param>
    /// <param name="user">Receives the rule.</param>
    public void Apply<T, TUser>(StepContext at, TUser user)
        where T : struct, IReal<T>
        where TUser : struct, IRuleUser<T>
    {
        if (Wrappers.Count == 0) Use<T, TUser>(at, user);
        else Wrapping.Apply<T, TUser>(this, at, user);
    }

    /// <summary>Hands the look that the rule takes before a step to <paramref name="user"/>; only where it needs one.</summary>
    /// <typeparam name="T">The interpreter.</typeparam>
    /// <typeparam name="TUser">Who looks.</typeparam>
    /// <param name="at">Which step, and what was measured before it.</param>
    /// <param name="user">Receives the probe.</param>
    public void ApplyProbe<T, TUser>(StepContext at, TUser user)
        where T : struct, IReal<T>
        where TUser : struct, IProbeUser<T>
    {
        if (Wrappers.Count == 0) Probe<T, TUser>(at, user);
        else Wrapping.ApplyProbe<T, TUser>(this, at, user);
    }

    /// <summary>What a tensor's own numbers become, once its gradient is measured.</summary>
    /// <param name="before">What they were; zeros before the first step.</param>
    /// <param name="at">The step; the measures are those after the wrappers.</param>
    public virtual Carried Carry(Carried before, StepContext at) => before;

    /// <summary>What a state slot holds before the first step.</summary>
    /// <param name="slot">The slot's index in the rule's state.</param>
    public virtual double InitialState(int slot) => 0;

    /// <summary>Hands the rule alone, its constants already broadcast, to <paramref name="user"/>.</summary>
    protected internal abstract void Use<T, TUser>(StepContext at, TUser user)
        where T : struct, IReal<T>
        where TUser : struct, IRuleUser<T>;

    /// <summary>Hands the rule's probe to <paramref name="user"/>.</summary>
    protected internal virtual void Probe<T, TUser>(StepContext at, TUser user)
        where T : struct, IReal<T>
        where TUser : struct, IProbeUser<T>
    {
    }

    /// <summary>The step whose update is printed: the first that is like those after it.</summary>
    internal virtual long PrintedStep => 2;

    internal sealed override IReadOnlyList<string> Print(FormulaStyle style) => RuleFormula.Lines(this, style);

    internal sealed override Walk Walk(Surfaces.Point start) => new ElementwiseWalk(this, start);
}
